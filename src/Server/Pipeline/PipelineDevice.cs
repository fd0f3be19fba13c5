using System.Text;
using Busroot.Broker.Routing;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
using Busroot.Transformer.State;

namespace Busroot.Server.Pipeline;

/// <summary>A device as the pipeline knows it: which lane runs its rule, and where its signals go.</summary>
/// <remarks>Made on the broker loop. What the rule needs (<see cref="Context"/>, <see cref="Rule"/>) belongs to its lane, the routes to the broker loop.</remarks>
internal sealed class PipelineDevice(string id, Lane lane, DeviceState state)
{
    private readonly string _account = id[..id.IndexOf('/', StringComparison.Ordinal)];
    private readonly Dictionary<string, TopicRoute> _stations = new(StringComparer.Ordinal);

    /// <summary>Device ID.</summary>
    public string Id { get; } = id;

    /// <summary>The single worker that runs its rule.</summary>
    public Lane Lane { get; } = lane;

    /// <summary>The topic of its own signals.</summary>
    public TopicRoute Signals { get; } = new(Encoding.UTF8.GetBytes($"busroot/v1/{id}"));

    /// <summary>What its rule may know of it. Lane only.</summary>
    public DeviceContext Context { get; private set; } = null!;

    /// <summary>What its rules remember. Lane only.</summary>
    public DeviceState State { get; } = state;

    /// <summary>The rule that serves it, or null when none does. Lane only.</summary>
    public Rule? Rule { get; private set; }

    /// <summary>What <see cref="Context"/> and <see cref="Rule"/> were resolved from. Lane only.</summary>
    public DeviceSettings? Settings { get; private set; }

    /// <summary>The topic of one of its stations.</summary>
    public TopicRoute StationSignals(string station)
    {
        if (!_stations.TryGetValue(station, out var route))
        {
            route = new TopicRoute(Encoding.UTF8.GetBytes($"busroot/v2/{_account}/signals/{station}"));
            _stations.Add(station, route);
        }

        return route;
    }

    /// <summary>Takes over what a new registry revision or rule set says of the device. Lane only.</summary>
    public void Resolve(DeviceSettings settings)
    {
        Settings = settings;
        var record = settings.Registry.TryFind(Id, out var found) ? found : null;
        var variables = record?.Variables.ToVariableValues() ?? [];
        Context = new DeviceContext(Id, _account, record?.Name, variables);
        Rule = settings.Rules.RuleFor(Id, record?.RuleId);
    }
}
