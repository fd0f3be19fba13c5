using System.Text.Json;
using System.Text.Json.Serialization;
using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Server.Hosting;

namespace Busroot.Server.Api;

/// <summary>How the documents of the API and of <c>--json</c> look: camel case, absent instead of null, nothing unknown taken.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(JsonStringEnumConverter<ServiceRole>)])]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(DeviceDraft))]
[JsonSerializable(typeof(DeviceChange))]
[JsonSerializable(typeof(DeviceGrant))]
[JsonSerializable(typeof(DeviceView))]
[JsonSerializable(typeof(DeviceView[]))]
[JsonSerializable(typeof(IReadOnlyList<DeviceView>))]
[JsonSerializable(typeof(ServiceDraft))]
[JsonSerializable(typeof(ServiceGrant))]
[JsonSerializable(typeof(ServiceView[]))]
[JsonSerializable(typeof(IReadOnlyList<ServiceView>))]
[JsonSerializable(typeof(QuarantineView[]))]
[JsonSerializable(typeof(IReadOnlyList<QuarantineView>))]
[JsonSerializable(typeof(QuarantineSummary))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(ServerFile))]
internal sealed partial class ApiJson : JsonSerializerContext;
