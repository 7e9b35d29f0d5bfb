"""Brings what a command job reads to its folder, and opens the folders that it writes."""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from local_azure.confinement.untrusted_folder import remove_links
from local_azure.errors import AzureError
from local_azure.machine import Compute, Report
from local_azure.machinelearning.commands.command_job import CommandJob, Input, Output
from local_azure.machinelearning.commands.data import Place, code_place, input_place, place_on
from local_azure.machinelearning.commands.data_access import DataAccess
from local_azure.machinelearning.commands.mount import Mount
from local_azure.machinelearning.jobs.output_places import artifacts_of, output_place
from local_azure.machinelearning.registry.registry_models import RegistryModels
from local_azure.platform import Platform

ARTIFACT_FOLDERS = ("outputs", "logs")
"""Folders below the working folder that go to the run's artifacts (Azure ML documentation, 2026-10)."""


@dataclass
class Staged:
    """What a job finds and leaves.

    Attributes:
        code: The working folder.
        inputs: What each input is for the command: a path, a literal or a uri.
        outputs: What each output is for the command: a path or a uri.
        mounts: Folders that are written back as the job goes on.
        uploads: Folders that are written when it has succeeded.
        linked: Folders elsewhere that links among the inputs lead to.
    """

    code: Path
    inputs: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    mounts: list[Mount] = field(default_factory=list)
    uploads: list[Mount] = field(default_factory=list)
    linked: list[Path] = field(default_factory=list)


@dataclass(frozen=True)
class Staging:
    """Stages one job.

    Attributes:
        platform: The local Azure.
        registry: The registry's models.
        compute: Has the weights that stand for them.
        access: The job's way to data.
        workspace_id: Its workspace.
        name: Its name.
        folder: Its working place on this machine.
        report: Takes lines about what is done.
    """

    platform: Platform
    registry: RegistryModels
    compute: Compute
    access: DataAccess
    workspace_id: str
    name: str
    folder: Path
    report: Report

    async def stage(self, job: CommandJob) -> Staged:
        """Returns what the job finds, everything brought.

        Output folders that an earlier try has left unwritten, when the local Azure was stopped, are written first.

        Raises:
            AzureError: The job's identity may not, or can't, reach its data; or it isn't there.
        """
        staged = Staged(self.folder / "wd")
        for name, given in job.inputs.items():
            staged.inputs[name] = str(await self._input(name, given, staged)) if given.is_brought else given.value
        for name, output in job.outputs.items():
            staged.outputs[name] = str(await self._output(name, output, staged))
        await self._code(job.code_id, staged)
        return staged

    async def _input(self, name: str, given: Input, staged: Staged) -> Path:
        folder = self.folder / "inputs" / name
        place = input_place(self.platform, self.registry, self.workspace_id, given)
        if place is None:
            self.report(f"Input {name}: the weights {self.compute.label} stand for {given.value}.")
            weights = await self.compute.weights(self.report)
            staged.linked += _link(weights, folder)
            return folder
        writes = given.mode == "ReadWriteMount"
        self.access.require(place.container, place.path, writes=False, by_identity=place.by_identity)
        if writes:
            self.access.require(place.container, place.path, writes=True, by_identity=place.by_identity)
        exact = place.path.rstrip("/")
        listed = await self.platform.storage.list(place.container.account, place.container.name, exact)
        is_file = exact in listed and given.kind != "uri_folder"
        mount = self._mount(place, folder, is_file=is_file)
        count = await mount.fetch()
        if not count:
            raise AzureError(
                404,
                "UserError",
                f"Error Code: ScriptExecution.StreamAccess.NotFound. The input '{name}' doesn't exist: container "
                f"'{place.container.name}' of storage account '{place.container.account}' has nothing at '{exact}'.",
            )
        if writes:
            staged.mounts.append(mount)
        self.report(f"Input {name}: {count} files from {place.container.account}/{place.container.name}/{exact}.")
        return folder / PurePosixPath(exact).name if is_file else folder

    async def _output(self, name: str, output: Output, staged: Staged) -> Path | str:
        location = output_place(self.name, name, {"uri": output.uri})
        if output.mode == "Direct":
            return output.uri or f"azureml://datastores/{location.datastore}/paths/{location.path}"
        place = place_on(self.platform, self.workspace_id, location)
        self.access.require(place.container, place.path, writes=True, by_identity=place.by_identity)
        folder, is_file = self.folder / "outputs" / name, output.kind == "uri_file"
        remove_links(self.folder, f"outputs/{name}")
        left = folder.exists()
        mount = self._mount(place, folder, is_file=is_file)
        folder.mkdir(parents=True, exist_ok=True)
        if output.mode == "Upload":
            staged.uploads.append(mount)
        else:
            staged.mounts.append(mount)
            count = 0 if left else await mount.fetch()
            await mount.flush(whole=True)
            self.report(f"Output {name}: {count} files were there." if count else f"Output {name}: opened.")
        return folder / PurePosixPath(place.path.rstrip("/")).name if is_file else folder

    async def _code(self, code_id: str | None, staged: Staged) -> None:
        if code_id:
            place = code_place(self.platform, self.workspace_id, code_id)
            await self._mount(place, staged.code, is_file=False).fetch()
        artifacts = place_on(self.platform, self.workspace_id, artifacts_of(self.name))
        self.access.require(artifacts.container, artifacts.path, writes=True, by_identity=False)
        for name in ARTIFACT_FOLDERS:
            folder = staged.code / name
            folder.mkdir(parents=True, exist_ok=True)
            path = f"{artifacts.path}/{name}"
            staged.mounts.append(Mount(self.platform.storage, artifacts.container, path, folder, root=self.folder))

    def _mount(self, place: Place, folder: Path, *, is_file: bool) -> Mount:
        storage, path = self.platform.storage, PurePosixPath(place.path.rstrip("/"))
        if not is_file:
            return Mount(storage, place.container, place.path, folder, root=self.folder)
        parent = "" if str(path.parent) == "." else str(path.parent)
        return Mount(storage, place.container, parent, folder, root=self.folder, only=path.name)


def _link(weights: Path, folder: Path) -> set[Path]:
    """Fills a folder with links to the weights' files, and returns the folders that they are in.

    What a job adds or removes there is its own.
    """
    found = set()
    for file in weights.rglob("*"):
        if file.is_file():
            link = folder / file.relative_to(weights)
            link.parent.mkdir(parents=True, exist_ok=True)
            if not link.exists():
                link.symlink_to(file.resolve())
            found.add(file.resolve().parent)
    folder.mkdir(parents=True, exist_ok=True)
    return found
