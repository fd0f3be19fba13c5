using System.Text;
using Busroot.Broker.Routing;
using Busroot.Server.Pipeline.Lanes;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
using Busroot.Transformer.State;

namespace Busroot.Server.Pipeline;

/// <summary>A device as the pipeline knows it: which lane runs its rule, and where its signals go.</summary>
/// <remarks>Made on the broker loop, to which the room it takes belongs; what is marked so belongs to its lane.</remarks>
internal sealed class PipelineDevice(string id, Lane lane, DeviceState state)
{
    private const int MostRhythms = 64;
    private readonly string _account = id[..id.IndexOf('/', StringComparison.Ordinal)];
    private Dictionary<string, TopicRoute>? _stations;
    private Dictionary<byte[], ArrivalRhythm>? _rhythms;
    private TopicRoute? _signals;
    private Redeliveries? _redeliveries;

    /// <summary>Device ID.</summary>
    public string Id { get; } = id;

    /// <summary>The single worker that runs its rule.</summary>
    public Lane Lane { get; } = lane;

    /// <summary>The topic of its own signals. Lane only; what the broker keeps in the route is the broker loop's.</summary>
    public TopicRoute Signals => _signals ??= new TopicRoute(Encoding.UTF8.GetBytes($"busroot/v1/{Id}"));

    /// <summary>Readings of it that are under way.</summary>
    public int Readings { get; set; }

    /// <summary>Payload bytes of it that are under way.</summary>
    public int Bytes { get; set; }

    /// <summary>Readings that wait for its turn. Lane only.</summary>
    public DeviceQueue Waiting { get; } = new();

    /// <summary>Readings of it that have run and have no outcome yet, oldest first; null before there were any. Lane only.</summary>
    public Queue<HeldReading>? Held { get; set; }

    /// <summary>What it has published lately at QoS 1 and 2. Lane only.</summary>
    public Redeliveries Redeliveries => _redeliveries ??= new Redeliveries();

    /// <summary>What its rule may know of it. Lane only.</summary>
    public DeviceContext Context { get; private set; } = null!;

    /// <summary>What its rules remember. Lane only.</summary>
    public DeviceState State { get; } = state;

    /// <summary>The rule that serves it, or null when none does. Lane only.</summary>
    public Rule? Rule { get; private set; }

    /// <summary>What <see cref="Context"/> and <see cref="Rule"/> were resolved from. Lane only.</summary>
    public DeviceSettings? Settings { get; private set; }

    /// <summary>The topic of one of its stations. Lane only, as <see cref="Signals"/>.</summary>
    public TopicRoute StationSignals(string station)
    {
        _stations ??= new Dictionary<string, TopicRoute>(StringComparer.Ordinal);
        if (!_stations.TryGetValue(station, out var route))
        {
            route = new TopicRoute(Encoding.UTF8.GetBytes($"busroot/v2/{_account}/signals/{station}"));
            _stations.Add(station, route);
        }

        return route;
    }

    /// <summary>How often readings come on one of its topics; the same object for every session that publishes there.</summary>
    public ArrivalRhythm RhythmOf(byte[] topic)
    {
        _rhythms ??= new Dictionary<byte[], ArrivalRhythm>(Utf8Comparer.Instance);
        if (!_rhythms.TryGetValue(topic, out var rhythm))
        {
            // A device may publish below its raw topic to as many topics as it likes; what is remembered of them is bounded.
            rhythm = new ArrivalRhythm();
            if (_rhythms.Count < MostRhythms)
            {
                _rhythms.Add(topic, rhythm);
            }
        }

        return rhythm;
    }

    /// <summary>Brings it up to date with registry and rules, if they have changed. Lane only.</summary>
    public void Use(DeviceSettings settings)
    {
        if (Settings != settings)
        {
            Resolve(settings);
        }
    }

    private void Resolve(DeviceSettings settings)
    {
        Settings = settings;
        var record = settings.Registry.TryFind(Id, out var found) ? found : null;
        var variables = record?.Variables.ToVariableValues() ?? [];
        Context = new DeviceContext(Id, _account, record?.Name, variables);
        Rule = settings.Rules.RuleFor(Id, record?.RuleId);
    }
}
