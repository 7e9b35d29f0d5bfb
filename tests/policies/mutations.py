"""For each policy, changes of the stack platform-prod that it must flag."""

from tests.policies.changes import Mutation, adding, having, leaving_out, removing, setting, together

STORAGE, VAULT = "storage:StorageAccount", "keyvault:Vault"
REGISTRY, ACCOUNT = "containerregistry:Registry", "cognitiveservices:Account"
DEPLOYMENT, WORKSPACE = "cognitiveservices:Deployment", "machinelearningservices:Workspace"
COMPUTE, CONNECTION = "machinelearningservices:Compute", "machinelearningservices:WorkspaceConnection"
INSIGHTS, LOGS = "applicationinsights:Component", "operationalinsights:Workspace"
ASSIGNMENT, CREDENTIAL = "authorization:RoleAssignment", "managedidentity:FederatedIdentityCredential"
NETWORK, NSG = "network:VirtualNetwork", "network:NetworkSecurityGroup"
ROLES = "/subscriptions/5ca1ab1e-0000-4000-8000-000000000001/providers/Microsoft.Authorization/roleDefinitions"
NODES = "properties.properties"
ONE = "developer-azure-ai-developer"
"""A role assignment that has no condition."""
TAGS = {"owner": "x", "cost-centre": "x", "environment": "prod", "expiry": "2027-12-31", "stack": "platform-prod"}
FILTERS = [{"name": "Hate", "source": "Prompt", "enabled": True, "blocking": True, "severityThreshold": "Medium"}]


def _filter(**changed: object) -> dict[str, object]:
    return {"raiPolicyName": "own", "properties": {"contentFilters": [{**FILTERS[0], **changed}]}, "tags": TAGS}


def _endpoint(kind: str, **properties: object) -> dict[str, object]:
    inputs = {"endpointName": "added", "name": "added", "location": "eastus2", "tags": TAGS}
    fine = {"authMode": "AAD" if kind == "serverless" else "AADToken", "publicNetworkAccess": "Disabled"}
    safe = {"contentSafety": {"contentSafetyStatus": "Enabled"}}
    return {**inputs, "properties": {**fine, **safe, **properties}}


ONLINE, SERVERLESS = "machinelearningservices:OnlineEndpoint", "machinelearningservices:ServerlessEndpoint"
REGISTRY_MODELS = "azureml://registries/azureml/models"
HATE_OFF = "the filter Hate of Prompt isn't"

MUTATIONS = (
    Mutation(
        "authorization-federated-subject", setting(CREDENTIAL, "subject", "repo:o/n:pull_request"), "must be repo:"
    ),
    Mutation("authorization-federated-subject", setting(CREDENTIAL, "subject", "repo:o/n:ref:refs/heads/*"), "subject"),
    Mutation("authorization-federated-subject", setting(CREDENTIAL, "issuer", "https://elsewhere"), "issuer"),
    Mutation("authorization-principal-type", leaving_out(ASSIGNMENT, "principalType"), "principalType is not set"),
    Mutation(
        "authorization-privileged-roles",
        setting(ASSIGNMENT, "roleDefinitionId", f"{ROLES}/b24988ac-6180-42a0-ab88-20f7382dd24c", ONE),
        "the role Contributor",
    ),
    Mutation(
        "authorization-privileged-roles",
        setting(ASSIGNMENT, "roleDefinitionId", f"{ROLES}/8E3AF657-A8FF-443C-A75C-2FE8C4BCB635", ONE),
        "the role Owner",
    ),
    Mutation(
        "authorization-privileged-roles",
        setting(ASSIGNMENT, "roleDefinitionId", f"{ROLES}/18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", ONE),
        "the role User Access Administrator",
    ),
    Mutation(
        "authorization-privileged-roles",
        setting(ASSIGNMENT, "roleDefinitionId", f"{ROLES}/f58310d9-a9f6-439a-9e8d-f62e7b41a168", ONE),
        "without a condition",
    ),
    Mutation("authorization-stated-reason", leaving_out(ASSIGNMENT, "description"), "description is not set"),
    Mutation(
        "cognitive-services-allowed-models",
        setting(DEPLOYMENT, "properties.model.name", "gpt-unheard-of"),
        "gpt-unheard-of is no allowed model",
    ),
    Mutation(
        "cognitive-services-allowed-models",
        adding(
            SERVERLESS,
            _endpoint("serverless", modelSettings={"modelId": f"{REGISTRY_MODELS}/Phi-3-mini-128k-instruct"}),
        ),
        "retired since 2025-08-30 (as of 2026-04-23); its successor is Phi-4-mini-instruct",
    ),
    Mutation("cognitive-services-capacity", setting(DEPLOYMENT, "sku.capacity", 101), "the limit is 100"),
    Mutation(
        "cognitive-services-content-filter",
        adding("cognitiveservices:RaiPolicy", _filter(enabled=False)),
        f"{HATE_OFF} enabled",
    ),
    Mutation(
        "cognitive-services-content-filter",
        adding("cognitiveservices:RaiPolicy", _filter(blocking=False)),
        f"{HATE_OFF} blocking",
    ),
    Mutation(
        "cognitive-services-content-filter",
        adding("cognitiveservices:RaiPolicy", _filter(severityThreshold="High")),
        "of medium severity",
    ),
    Mutation(
        "cognitive-services-custom-subdomain",
        leaving_out(ACCOUNT, "properties.customSubDomainName"),
        "customSubDomainName is not set",
    ),
    Mutation("cognitive-services-local-auth", setting(ACCOUNT, "properties.disableLocalAuth", False), "must be true"),
    Mutation("cognitive-services-local-auth", leaving_out(ACCOUNT, "properties.disableLocalAuth"), "not set"),
    Mutation("cognitive-services-managed-identity", leaving_out(ACCOUNT, "identity"), "identity.type is not set"),
    Mutation("cognitive-services-pinned-version", leaving_out(DEPLOYMENT, "properties.model.version"), "not set"),
    Mutation(
        "cognitive-services-pinned-version",
        setting(DEPLOYMENT, "properties.versionUpgradeOption", "OnceNewDefaultVersionAvailable"),
        "allowed: NoAutoUpgrade",
    ),
    Mutation(
        "cognitive-services-public-network", setting(ACCOUNT, "properties.publicNetworkAccess", "Enabled"), "Disabled"
    ),
    Mutation(
        "cognitive-services-public-network", leaving_out(ACCOUNT, "properties.networkAcls"), "defaultAction is not set"
    ),
    Mutation(
        "cognitive-services-serialised-children",
        having("cognitiveservices:Project", depends_on=()),
        "nothing says whether",
    ),
    Mutation("container-registry-admin-user", setting(REGISTRY, "adminUserEnabled", True), "must be false"),
    Mutation("container-registry-anonymous-pull", setting(REGISTRY, "anonymousPullEnabled", True), "must be false"),
    Mutation("container-registry-exports", setting(REGISTRY, "policies.exportPolicy.status", "enabled"), "disabled"),
    Mutation("container-registry-public-network", setting(REGISTRY, "publicNetworkAccess", "Enabled"), "Disabled"),
    Mutation("container-registry-public-network", setting(REGISTRY, "networkRuleSet.defaultAction", "Allow"), "Deny"),
    Mutation("container-registry-sku", setting(REGISTRY, "sku.name", "Standard"), "allowed: Premium"),
    Mutation("general-allowed-regions", setting(VAULT, "location", "brazilsoutheast"), "location is brazilsoutheast"),
    Mutation("general-deterministic-names", leaving_out(STORAGE, "accountName"), "accountName is not set"),
    Mutation("general-deterministic-names", setting(STORAGE, "accountName", "storage0a1b2c3d"), "provider made up"),
    Mutation("general-deterministic-names", setting(ASSIGNMENT, "roleAssignmentName", "0a1b2c3d" * 4), "made up"),
    Mutation("general-expiry", setting(VAULT, "tags.expiry", "2026-10-06"), "which is over"),
    Mutation("general-expiry", setting(VAULT, "tags.expiry", "soon"), "is no day"),
    Mutation(
        "general-plain-secrets",
        setting(CONNECTION, "properties.credentials", {"key": "x"}),
        "credentials.key is named like a secret",
        also=frozenset({"machine-learning-connections"}),
    ),
    Mutation(
        "general-plain-secrets",
        setting(VAULT, "tags.note", "https://x.blob.core.windows.net/c?sp=r&sig=abc"),
        "tags.note looks like a shared access signature",
    ),
    Mutation(
        "general-plain-secrets",
        setting(VAULT, "tags.note", "DefaultEndpointsProtocol=https;AccountKey=abc"),
        "looks like a storage key",
    ),
    Mutation("general-required-tags", leaving_out(STORAGE, "tags"), "lacks the tags owner, cost-centre, environment"),
    Mutation("general-required-tags", setting(STORAGE, "tags.owner", ""), "lacks the tags owner."),
    Mutation("key-vault-public-network", setting(VAULT, "properties.publicNetworkAccess", "Enabled"), "Disabled"),
    Mutation("key-vault-public-network", setting(VAULT, "properties.networkAcls.defaultAction", "Allow"), "Deny"),
    Mutation("key-vault-purge-protection", leaving_out(VAULT, "properties.enablePurgeProtection"), "not set"),
    Mutation("key-vault-roles", setting(VAULT, "properties.enableRbacAuthorization", False), "must be true"),
    Mutation(
        "key-vault-secret-expiry",
        adding("keyvault:Secret", {"secretName": "s", "tags": TAGS, "properties": {"attributes": {"enabled": True}}}),
        "expires is not set",
    ),
    Mutation("key-vault-soft-delete", setting(VAULT, "properties.enableSoftDelete", False), "must be true"),
    Mutation(
        "machine-learning-cluster-size", setting(COMPUTE, f"{NODES}.scaleSettings.maxNodeCount", 5), "the limit is 4"
    ),
    Mutation(
        "machine-learning-compute-local-auth", setting(COMPUTE, "properties.disableLocalAuth", False), "must be true"
    ),
    Mutation(
        "machine-learning-compute-local-auth",
        setting(COMPUTE, f"{NODES}.remoteLoginPortPublicAccess", "Enabled"),
        "allowed: Disabled",
    ),
    Mutation(
        "machine-learning-compute-network", setting(COMPUTE, f"{NODES}.enableNodePublicIp", True), "must be false"
    ),
    Mutation("machine-learning-connections", setting(CONNECTION, "properties.authType", "ApiKey"), "ApiKey"),
    Mutation(
        "machine-learning-datastore-auth",
        setting(WORKSPACE, "systemDatastoresAuthMode", "AccessKey"),
        "systemDatastoresAuthMode is AccessKey",
    ),
    Mutation("machine-learning-encryption-keys", setting(WORKSPACE, "encryption.status", "Enabled"), "Enabled"),
    Mutation(
        "machine-learning-encryption-keys", setting(STORAGE, "encryption.keySource", "Microsoft.Keyvault"), "keySource"
    ),
    Mutation(
        "machine-learning-endpoint-auth",
        adding(ONLINE, _endpoint("online", authMode="Key")),
        "authMode is Key",
        also=frozenset({"monitoring-diagnostics"}),
    ),
    Mutation(
        "machine-learning-endpoint-auth", adding(SERVERLESS, _endpoint("serverless", authMode="Key")), "authMode is Key"
    ),
    Mutation(
        "machine-learning-endpoint-network",
        adding(ONLINE, _endpoint("online", publicNetworkAccess="Enabled")),
        "publicNetworkAccess is Enabled",
        also=frozenset({"monitoring-diagnostics"}),
    ),
    Mutation(
        "machine-learning-gpu-cost",
        setting(COMPUTE, f"{NODES}.scaleSettings.minNodeCount", 1, "gpu-cluster"),
        "keeps 1 nodes running",
    ),
    Mutation(
        "machine-learning-gpu-cost",
        leaving_out(COMPUTE, "tags.expiry", "gpu-cluster"),
        "Standard_NC24ads_A100_v4 has no tag expiry",
        also=frozenset({"general-required-tags"}),
    ),
    Mutation(
        "machine-learning-idle-scale-down",
        setting(COMPUTE, f"{NODES}.scaleSettings.nodeIdleTimeBeforeScaleDown", "PT2H"),
        "at most 30 minutes",
    ),
    Mutation(
        "machine-learning-idle-scale-down",
        leaving_out(COMPUTE, f"{NODES}.scaleSettings.nodeIdleTimeBeforeScaleDown"),
        "is not set",
    ),
    Mutation("machine-learning-legacy-mode", setting(WORKSPACE, "v1LegacyMode", True), "must be false"),
    Mutation(
        "machine-learning-managed-network",
        setting(WORKSPACE, "managedNetwork.isolationMode", "AllowInternetOutbound", "hub"),
        "allowed: AllowOnlyApprovedOutbound",
    ),
    Mutation("machine-learning-managed-network", leaving_out(WORKSPACE, "managedNetwork", "hub"), "is not set"),
    Mutation(
        "machine-learning-public-network", setting(WORKSPACE, "publicNetworkAccess", "Enabled"), "allowed: Disabled"
    ),
    Mutation(
        "machine-learning-serverless-content-safety",
        adding(SERVERLESS, _endpoint("serverless", contentSafety={"contentSafetyStatus": "Disabled"})),
        "contentSafetyStatus is Disabled",
    ),
    Mutation(
        "machine-learning-user-assigned-identity",
        setting(WORKSPACE, "identity.type", "SystemAssigned"),
        "allowed: UserAssigned",
    ),
    Mutation(
        "machine-learning-user-assigned-identity", leaving_out(WORKSPACE, "primaryUserAssignedIdentity"), "is not set"
    ),
    Mutation("monitoring-application-insights-local-auth", setting(INSIGHTS, "disableLocalAuth", False), "true"),
    Mutation("monitoring-diagnostics", removing("monitor:DiagnosticSetting"), "it has no diagnostic setting"),
    Mutation("monitoring-diagnostics", leaving_out("monitor:DiagnosticSetting", "workspaceId"), "logs go elsewhere"),
    Mutation("monitoring-linked-insights", leaving_out(INSIGHTS, "workspaceResourceId"), "is not set"),
    Mutation("monitoring-log-analytics-local-auth", setting(LOGS, "features.disableLocalAuth", False), "true"),
    Mutation("monitoring-log-retention", setting(LOGS, "retentionInDays", 7), "at least 30"),
    Mutation("network-default-outbound", setting(NETWORK, "subnets.0.defaultOutboundAccess", True), "subnet endpoints"),
    Mutation("network-default-outbound", leaving_out(NETWORK, "subnets.0.defaultOutboundAccess"), "is not set"),
    Mutation(
        "network-open-inbound",
        setting(NSG, "securityRules.0.sourceAddressPrefix", "*", "network-endpoints"),
        "lets the internet in to port 443",
    ),
    Mutation(
        "network-open-inbound",
        adding(
            "network:SecurityRule",
            {"name": "ssh", "access": "Allow", "direction": "Inbound", "sourceAddressPrefixes": ["Internet"]}
            | {"destinationPortRange": "22", "securityRuleName": "ssh"},
        ),
        "the rule ssh lets the internet in to port 22",
    ),
    Mutation("network-private-endpoints", removing("network:PrivateEndpoint"), "it has no private endpoint blob"),
    Mutation(
        "network-private-endpoints",
        setting("network:PrivateEndpoint", "privateLinkServiceConnections.0.groupIds", ["dfs"]),
        "it has no private endpoint",
    ),
    Mutation("network-security-groups", leaving_out(NETWORK, "subnets.0.networkSecurityGroup"), "subnet endpoints"),
    Mutation("protection-budget", removing("consumption:Budget"), "it has no budget"),
    Mutation("protection-budget", leaving_out("consumption:Budget", "notifications"), "it has no notifications"),
    Mutation(
        "protection-data",
        together(having(STORAGE, protect=False), removing("authorization:ManagementLockByScope")),
        "neither protected nor locked",
    ),
    Mutation("storage-cross-tenant-replication", leaving_out(STORAGE, "allowCrossTenantReplication"), "must be false"),
    Mutation("storage-deleted-blobs", removing("storage:BlobServiceProperties"), "nothing says how long"),
    Mutation(
        "storage-deleted-blobs",
        setting("storage:BlobServiceProperties", "deleteRetentionPolicy.days", 1),
        "deleteRetentionPolicy is off or shorter",
    ),
    Mutation("storage-https-only", setting(STORAGE, "enableHttpsTrafficOnly", False), "must be true"),
    Mutation(
        "storage-infrastructure-encryption",
        setting(STORAGE, "encryption.requireInfrastructureEncryption", False),
        "true",
    ),
    Mutation("storage-local-users", setting(STORAGE, "isLocalUserEnabled", True), "must be false"),
    Mutation("storage-local-users", setting(STORAGE, "isSftpEnabled", True), "must be false"),
    Mutation("storage-minimum-tls", setting(STORAGE, "minimumTlsVersion", "TLS1_1"), "allowed: TLS1_2"),
    Mutation("storage-public-blobs", setting(STORAGE, "allowBlobPublicAccess", True), "must be false"),
    Mutation(
        "storage-public-blobs",
        adding("storage:BlobContainer", {"containerName": "c", "publicAccess": "Blob"}),
        "publicAccess is Blob",
    ),
    Mutation("storage-public-network", setting(STORAGE, "publicNetworkAccess", "Enabled"), "allowed: Disabled"),
    Mutation("storage-public-network", setting(STORAGE, "networkRuleSet.defaultAction", "Allow"), "allowed: Deny"),
    Mutation("storage-redundancy", setting(STORAGE, "sku.name", "Standard_LRS"), "sku.name is Standard_LRS"),
    Mutation("storage-redundancy", setting(STORAGE, "sku.name", "Standard_ZRS"), "allowed: Standard_GZRS"),
    Mutation("storage-sas-policy", leaving_out(STORAGE, "sasPolicy"), "not set; at most 7 days"),
    Mutation("storage-sas-policy", setting(STORAGE, "sasPolicy.sasExpirationPeriod", "8.00:00:00"), "8.00:00:00"),
    Mutation("storage-shared-keys", setting(STORAGE, "allowSharedKeyAccess", True), "must be false"),
    Mutation("storage-shared-keys", leaving_out(STORAGE, "allowSharedKeyAccess"), "is not set"),
    Mutation("storage-trusted-services", setting(STORAGE, "networkRuleSet.bypass", "None"), "must have AzureServices"),
)
"""What each policy must flag. network-private-profile looks at a setting and has a test of its own."""
