using System.Globalization;
using System.Reflection;
using System.Text;
using Busroot.Broker.Routing;
using Busroot.Mqtt.Topics;

namespace Busroot.Broker.Monitoring;

/// <summary>What the broker says of itself below <c>$SYS/broker/v1/</c>: a number a topic, as text, published anew when it has changed.</summary>
/// <remarks>
/// The <c>v1</c> promises that a topic keeps its meaning; a new meaning gets a new version. Subscribers get the present values at once, as if retained.
/// Who may subscribe is up to <see cref="Authorization.TopicPolicy"/>: service accounts and the open listener. Threads: the broker loop only.
/// </remarks>
internal sealed class SystemTopics(MessageBroker broker)
{
    private const string Prefix = "$SYS/broker/v1/";

    private static readonly string Version =
        typeof(SystemTopics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private static readonly (string Name, Func<MessageBroker, string> Value)[] Values =
    [
        ("version", _ => Version),
        ("uptime/seconds", b => Text(b.Clock.Milliseconds / 1000)),
        ("connections/now", b => Text(b.Counters.Connections)),
        ("connections/accepted", b => Text(b.Counters.ConnectionsAccepted)),
        ("connections/refused", b => Text(b.Counters.ConnectionsRefused)),
        ("connections/protocol-errors", b => Text(b.Counters.ProtocolErrors)),
        ("sessions/now", b => Text(b.Counters.Sessions)),
        ("subscriptions/now", b => Text(b.Counters.Subscriptions)),
        ("subscriptions/refused", b => Text(b.Counters.SubscriptionsRefused)),
        ("messages/received", b => Text(b.Counters.MessagesReceived)),
        ("messages/sent", b => Text(b.Counters.MessagesSent)),
        ("messages/refused", b => Text(b.Counters.PublishesRefused)),
        ("messages/dropped/qos0", b => Text(b.Counters.Qos0Dropped)),
        ("messages/dropped/queue-full", b => Text(b.Counters.QueueOverflows)),
        ("messages/dropped/expired", b => Text(b.Counters.ExpiredMessages)),
        ("retained/now", b => Text(b.Counters.RetainedMessages)),
        ("retained/refused", b => Text(b.Counters.RetainedRefused)),
    ];

    private readonly Entry[] _entries = [.. Values.Select(value => new Entry(new TopicRoute(Encoding.UTF8.GetBytes(Prefix + value.Name)), value.Value))];
    private long _dueAt;

    /// <summary>Publishes what has changed, when it is time.</summary>
    public void Tick()
    {
        var every = (long)broker.Limits.SystemTopicsEvery.TotalMilliseconds;
        if (every == 0 || broker.Clock.Milliseconds < _dueAt)
        {
            return;
        }

        _dueAt = broker.Clock.Milliseconds + every;
        foreach (var entry in _entries)
        {
            Publish(entry);
        }
    }

    /// <summary>The present values a filter matches, to be delivered as retained messages are.</summary>
    public IEnumerable<Message> Match(byte[] filter) =>
        filter.AsSpan().StartsWith("$SYS"u8) ? _entries.Where(entry => TopicFilter.Matches(filter, entry.Route.Topic)).Select(entry => entry.Present).OfType<Message>() : [];

    private void Publish(Entry entry)
    {
        var value = Encoding.UTF8.GetBytes(entry.Value(broker));
        if (entry.Present is { } present && present.Payload.SequenceEqual(value))
        {
            return;
        }

        var publication = new Publication { Route = entry.Route, Payload = value, ExpiresAt = long.MaxValue };
        entry.Present?.Release();
        entry.Present = broker.Router.Keep(publication);
        broker.Router.Publish(publication);
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed class Entry(TopicRoute route, Func<MessageBroker, string> value)
    {
        public TopicRoute Route { get; } = route;

        public Func<MessageBroker, string> Value { get; } = value;

        public Message? Present { get; set; }
    }
}
