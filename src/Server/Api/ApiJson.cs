using System.Text.Json;
using System.Text.Json.Serialization;
using Busroot.Broker.Identity;
using Busroot.Server.Administration;
using Busroot.Server.Commands;
using Busroot.Server.Hosting;
using Busroot.Server.Rules;

namespace Busroot.Server.Api;

/// <summary>How the documents of the API and of <c>--json</c> look: camel case, absent instead of null, nothing unknown taken.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(ApiJson.RoleNames)])]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(object))]
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
[JsonSerializable(typeof(QuarantineReplayDraft))]
[JsonSerializable(typeof(QuarantineDiscardDraft))]
[JsonSerializable(typeof(QuarantineDiscarded))]
[JsonSerializable(typeof(HistoryView[]))]
[JsonSerializable(typeof(IReadOnlyList<HistoryView>))]
[JsonSerializable(typeof(UnmappedView[]))]
[JsonSerializable(typeof(IReadOnlyList<UnmappedView>))]
[JsonSerializable(typeof(UnmappedReplayDraft))]
[JsonSerializable(typeof(ReplayView))]
[JsonSerializable(typeof(StateView[]))]
[JsonSerializable(typeof(IReadOnlyList<StateView>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(IReadOnlyList<RuleView>))]
[JsonSerializable(typeof(IReadOnlyList<RevisionView>))]
[JsonSerializable(typeof(IReadOnlyList<RuleFileView>))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(BacktestRequest))]
[JsonSerializable(typeof(BacktestView))]
[JsonSerializable(typeof(ShadowRequest))]
[JsonSerializable(typeof(ShadowView))]
[JsonSerializable(typeof(IReadOnlyList<ShadowView>))]
[JsonSerializable(typeof(SettingView[]))]
[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(ServerFile))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Makes a host's serializer agree with this one: it takes the types from here but not the options.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.Converters.Add(new RoleNames());
    }

    /// <summary>Roles by their names in lower case, as the command line has them; never by number.</summary>
    public sealed class RoleNames() : JsonStringEnumConverter<ServiceRole>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
}
