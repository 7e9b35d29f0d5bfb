"""A model server of a moment with the real one's interface: answers with its label and the last message."""

import argparse
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TOKEN = f"Bearer {os.environ['INFERENCE_TOKEN']}"
MOST_ADAPTERS = 3


def completion(ran: str, said: str) -> dict:
    message = {"role": "assistant", "content": f"You said: {said}"}
    usage = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
    choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
    return {"object": "chat.completion", "model": ran, "choices": choices, "usage": usage}


def handler(label: str) -> type[BaseHTTPRequestHandler]:  # noqa: C901 -- one small method an HTTP verb
    adapters: set[str] = set()

    def ran(body: dict) -> str:
        return label if body["model"] == "base" else f"{label}+{body['model']}"

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            name = self.path.rsplit("/", 1)[-1]
            known = (Path(self.read()["path"]) / "adapter_config.json").is_file()
            full = name not in adapters and len(adapters) >= MOST_ADAPTERS
            adapters.add(name) if not full else None
            self.answer(409 if full else 200 if known else 400, {})

        def do_DELETE(self) -> None:
            adapters.discard(self.path.rsplit("/", 1)[-1])
            self.answer(200, {})

        def do_POST(self) -> None:
            body = self.read()
            said = body["messages"][-1]["content"]
            if self.headers["Authorization"] != TOKEN or body["model"] not in {"base", *adapters}:
                self.answer(400, {"error": {"message": "wrong token or unknown adapter"}})
            elif said == "die":
                os._exit(1)
            elif body.get("stream"):
                self.stream(body, said)
            else:
                self.answer(200, completion(ran(body), said))

        def stream(self, body: dict, said: str) -> None:
            events = [{"choices": [{"delta": {"content": word}}]} for word in said.split()]
            events.append({"choices": [{"delta": {}, "finish_reason": "stop"}]})
            if body.get("stream_options"):
                usage = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
                events.append({"choices": [], "usage": usage})
            text = "".join(f"data: {json.dumps(event)}\n\n" for event in events) + "data: [DONE]\n\n"
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("X-Served-Model", ran(body))
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def read(self) -> dict:
            return json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")

        def answer(self, status: int, body: dict) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            return

    return Handler


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("--model", "--label", "--address-file"):
        parser.add_argument(name, required=True)
    arguments = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(arguments.label))
    scratch = Path(arguments.address_file + ".new")
    scratch.write_text(f"http://127.0.0.1:{server.server_address[1]}")
    scratch.rename(arguments.address_file)
    server.serve_forever()


if __name__ == "__main__":
    main()
