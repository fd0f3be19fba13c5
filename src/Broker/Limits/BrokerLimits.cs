using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Busroot.Mqtt;
using Busroot.Mqtt.Topics;

namespace Busroot.Broker.Limits;

/// <summary>How much one client may ask of the broker. All limits are on by default.</summary>
public sealed record BrokerLimits
{
    private const int OpenPacketBytes = 16 * 1024 * 1024;

    /// <summary>Largest packet accepted from a client that has logged in, in bytes, fixed header included. Default 256 KiB.</summary>
    [Range(128, 268_435_460)] // the protocol's own ceiling: the largest four-byte length plus five header bytes
    public int MaximumPacketBytes { get; init; } = 256 * 1024;

    /// <summary>Largest packet accepted before login, in bytes. Default 16 KiB: a CONNECT with a will, not a way to fill memory without a password.</summary>
    [Range(128, 268_435_460)]
    public int MaximumConnectBytes { get; init; } = 16 * 1024;

    /// <summary>How long a new connection may take to send its whole CONNECT, from accept. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client may take from the first byte of a packet to its last, while it is read. Default 2 minutes: 256 KiB at 17 kbit/s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PacketDeadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the network may take nothing of what waits for a client before it is disconnected. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SendDeadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Connections from one address that have not logged in yet. Default 4,096: a site behind one address may come back all at once.</summary>
    [Range(1, 10_000_000)]
    public int MaximumUnauthenticatedPerAddress { get; init; } = 4_096;

    /// <summary>Longest keep-alive granted; a 5.0 client that asks for more, or for none, is told this value. Default 20 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "18:12:15")] // 65,535 s is all the two-byte field can say
    public TimeSpan LongestKeepAlive { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>QoS 1 and 2 messages one client may have unacknowledged towards the broker. Default 256.</summary>
    [Range(1, 65_535)] // zero is a protocol error, MQTT 5.0 §3.1.2.11.3
    public int ReceiveMaximum { get; init; } = 256;

    /// <summary>QoS 1 and 2 messages the broker keeps unacknowledged towards one client, unless the client asks for less. Default 1,024.</summary>
    [Range(1, 65_535)]
    public int InflightMaximum { get; init; } = 1024;

    /// <summary>Topic aliases a 5.0 client may use towards the broker. Default 32.</summary>
    [Range(0, 65_535)]
    public int TopicAliasMaximum { get; init; } = 32;

    /// <summary>Topic aliases the broker uses towards a 5.0 client that takes them. Default 64: some bytes saved on the wire for about 200 bytes kept each.</summary>
    [Range(0, 65_535)]
    public int OutgoingTopicAliasMaximum { get; init; } = 64;

    /// <summary>Highest QoS a client may publish with, its will included, and is granted in a subscription: 0, 1 or 2. Default 2.</summary>
    [EnumDataType(typeof(QualityOfService))]
    public QualityOfService MaximumQos { get; init; } = QualityOfService.ExactlyOnce;

    /// <summary>False refuses retained messages, wills included. Default true.</summary>
    public bool RetainAvailable { get; init; } = true;

    /// <summary>User properties one PUBLISH or CONNECT may carry. Default 32.</summary>
    [Range(0, 65_535)]
    public int MaximumUserProperties { get; init; } = 32;

    /// <summary>Properties of one PUBLISH or will, in bytes. Default 8 KiB.</summary>
    [Range(16, 268_435_455)]
    public int MaximumPropertyBytes { get; init; } = 8 * 1024;

    /// <summary>Filters nobody may subscribe to: the same text, wildcards and share prefix included, is answered 0x87 (3.x: 0x80). Default none.</summary>
    public ImmutableArray<string> DeniedFilters { get; init; } = [];

    /// <summary>Longest topic name or filter, in bytes of UTF-8. Default 1,024.</summary>
    [Range(16, 65_535)]
    public int MaximumTopicBytes { get; init; } = 1024;

    /// <summary>Most levels in a topic name or filter. Default 32.</summary>
    [Range(4, 65_536)]
    public int MaximumTopicLevels { get; init; } = 32;

    /// <summary>Subscriptions one client may hold. Default 128.</summary>
    [Range(1, 1_000_000)]
    public int MaximumSubscriptions { get; init; } = 128;

    /// <summary>Messages kept for one client that is away or slow, before the newest are refused. Default 100,000.</summary>
    [Range(0, 100_000_000)]
    public int MaximumQueuedMessages { get; init; } = 100_000;

    /// <summary>Bytes of topics and payloads kept for one client that is away or slow. Default 64 MiB.</summary>
    [Range(0, long.MaxValue)]
    public long MaximumQueuedBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Bytes a client may leave unread before QoS 0 messages to it are dropped and counted. Default 4 MiB.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public long MaximumUnreadBytes { get; init; } = 4L * 1024 * 1024;

    /// <summary>Longest time a session is kept for an absent client. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "49710.06:28:14")]
    public TimeSpan LongestSession { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Retained messages held in all. Default 100,000.</summary>
    [Range(0, 100_000_000)]
    public int MaximumRetainedMessages { get; init; } = 100_000;

    /// <summary>Bytes of retained messages held in all: topics, payloads and properties. Default 256 MiB.</summary>
    [Range(0, long.MaxValue)]
    public long MaximumRetainedBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// Retained messages one device may hold. Default 1,000. Over this or the two limits above, a message is delivered as ever and not kept for
    /// later subscribers; the counter <see cref="BrokerCounters.RetainedRefused"/> tells.
    /// </summary>
    [Range(0, 100_000_000)]
    public int MaximumRetainedPerDevice { get; init; } = 1_000;

    /// <summary>How often the topics below <c>$SYS</c> are published anew. Default 10 s; zero for never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan SystemTopicsEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections served at a time. Default 50,000.</summary>
    [Range(1, 10_000_000)]
    public int MaximumConnections { get; init; } = 50_000;

    /// <summary>Lines a minute in the log about clients of one address that were refused or broke the protocol. Default 10.</summary>
    [Range(0, 1_000_000)]
    public int LoggedRefusalsPerAddress { get; init; } = 10;

    /// <summary>The same for all addresses together; what is left out is counted and told once a minute. Default 100: less than 50 MB a day.</summary>
    [Range(0, 1_000_000)]
    public int LoggedRefusals { get; init; } = 100;

    /// <summary>
    /// How long after a restart the wills of clients that were connected when the process was killed wait for them to come back, if their own delay is not
    /// longer. Default 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan WillGraceAfterRestart { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What applies on a listener opened for development: all that protects from strangers is as wide as MQTT itself allows.</summary>
    /// <remarks>A client ID, a topic, a will and a password may each have 65,535 bytes; the caps on memory and on time stay.</remarks>
    internal BrokerLimits ForOpenListener() => this with
    {
        MaximumPacketBytes = Math.Max(MaximumPacketBytes, OpenPacketBytes),
        MaximumConnectBytes = Math.Max(MaximumPacketBytes, OpenPacketBytes),
        MaximumTopicBytes = TopicName.LongestBytes,
        MaximumTopicLevels = TopicName.LongestBytes + 1,
        MaximumSubscriptions = Math.Max(MaximumSubscriptions, 100_000),
        MaximumUserProperties = 65_535,
        MaximumPropertyBytes = OpenPacketBytes,
    };

    /// <summary>True for a topic or filter that is not longer or deeper than allowed.</summary>
    internal bool Allow(ReadOnlySpan<byte> topic) => topic.Length <= MaximumTopicBytes && TopicName.CountLevels(topic) <= MaximumTopicLevels;

}
