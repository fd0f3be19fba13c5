using System.Collections.Immutable;
using System.Text;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Client;

/// <summary>A message from the server; a copy, so it may be kept.</summary>
public sealed record ReceivedMessage
{
    /// <summary>What it was published to.</summary>
    public required string Topic { get; init; }

    /// <summary>The application's bytes.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>QoS of this delivery.</summary>
    public QualityOfService Qos { get; init; }

    /// <summary>Whether the server had kept it, or, with Retain As Published, whether its publisher asked for that.</summary>
    public bool Retain { get; init; }

    /// <summary>Whether the server may have sent it before.</summary>
    public bool Dup { get; init; }

    /// <summary>5.0: seconds it is still worth delivering; null means for ever.</summary>
    public uint? MessageExpiryInterval { get; init; }

    /// <summary>5.0: whether the payload claims to be UTF-8 text; not checked.</summary>
    public bool IsText { get; init; }

    /// <summary>5.0: what the payload is; empty when not said.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>5.0: where an answer should go; empty when none is wanted.</summary>
    public string ResponseTopic { get; init; } = "";

    /// <summary>5.0: belongs into the answer; empty when there is none.</summary>
    public byte[] CorrelationData { get; init; } = [];

    /// <summary>5.0: in order.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    /// <summary>5.0: numbers of the subscriptions it came for.</summary>
    public ImmutableArray<int> SubscriptionIdentifiers { get; init; } = [];

    internal static ReceivedMessage From(in PublishPacket packet) => new()
    {
        Topic = Encoding.UTF8.GetString(packet.Topic),
        Payload = packet.Payload.ToArray(),
        Qos = packet.Qos,
        Retain = packet.Retain,
        Dup = packet.Dup,
        MessageExpiryInterval = packet.MessageExpiryInterval,
        IsText = packet.PayloadFormat == 1,
        ContentType = Encoding.UTF8.GetString(packet.ContentType),
        ResponseTopic = Encoding.UTF8.GetString(packet.ResponseTopic),
        CorrelationData = packet.CorrelationData.ToArray(),
        UserProperties = [.. packet.ReadUserProperties()],
        SubscriptionIdentifiers = IdentifiersOf(packet),
    };

    private static ImmutableArray<int> IdentifiersOf(in PublishPacket packet)
    {
        if (!packet.HasSubscriptionIdentifier)
        {
            return [];
        }

        var identifiers = ImmutableArray.CreateBuilder<int>();
        foreach (var identifier in packet.EnumerateSubscriptionIdentifiers())
        {
            identifiers.Add(identifier);
        }

        return identifiers.ToImmutable();
    }
}
