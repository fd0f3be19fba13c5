using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Properties;

/// <summary>How a property's value is laid out.</summary>
internal enum PropertyKind : byte
{
    None, // no property has this number
    Flag, // one byte, 0 or 1
    UInt16,
    UInt32,
    VariableInteger,
    Text,
    Binary,
    TextPair,
}

/// <summary>One line of the table: layout, the packets that may hold it (a bit each), and whether 0 is refused.</summary>
internal readonly record struct PropertyRow(PropertyKind Kind, ushort Owners, bool NeverZero = false);

/// <summary>What may stand where: the table of MQTT 5.0 §2.2.2.2.</summary>
internal static class PropertyTable
{
    /// <summary>Bit of the will inside CONNECT, which has properties of its own; no packet has type 0.</summary>
    public const PacketType Will = 0;

    private static readonly PropertyRow[] Rows = Build();

    /// <summary>Finds the line of a property; <see cref="PropertyKind.None"/> when the number means nothing.</summary>
    public static PropertyRow Find(int id) => (uint)id < (uint)Rows.Length ? Rows[id] : default;

    /// <summary>The bit by which <see cref="PropertyRow.Owners"/> names a packet.</summary>
    public static ushort Bit(PacketType owner) => (ushort)(1 << (int)owner);

    private static PropertyRow[] Build()
    {
        var rows = new PropertyRow[(int)PropertyId.SharedSubscriptionAvailable + 1];
        var answers = Bits(
            PacketType.ConnAck, PacketType.PubAck, PacketType.PubRec, PacketType.PubRel, PacketType.PubComp,
            PacketType.SubAck, PacketType.UnsubAck, PacketType.Disconnect, PacketType.Auth);

        AddMessageRows(rows);
        AddConnectionRows(rows);
        rows[(int)PropertyId.ReasonString] = new(PropertyKind.Text, answers);
        rows[(int)PropertyId.UserProperty] = new(
            PropertyKind.TextPair, (ushort)(answers | Bits(Will, PacketType.Connect, PacketType.Publish, PacketType.Subscribe, PacketType.Unsubscribe)));
        return rows;
    }

    private static void AddMessageRows(PropertyRow[] rows)
    {
        var message = Bits(PacketType.Publish, Will);
        rows[(int)PropertyId.PayloadFormatIndicator] = new(PropertyKind.Flag, message);
        rows[(int)PropertyId.MessageExpiryInterval] = new(PropertyKind.UInt32, message);
        rows[(int)PropertyId.ContentType] = new(PropertyKind.Text, message);
        rows[(int)PropertyId.ResponseTopic] = new(PropertyKind.Text, message);
        rows[(int)PropertyId.CorrelationData] = new(PropertyKind.Binary, message);
        rows[(int)PropertyId.WillDelayInterval] = new(PropertyKind.UInt32, Bits(Will));
        rows[(int)PropertyId.TopicAlias] = new(PropertyKind.UInt16, Bits(PacketType.Publish), NeverZero: true);
        rows[(int)PropertyId.SubscriptionIdentifier] = new(
            PropertyKind.VariableInteger, Bits(PacketType.Publish, PacketType.Subscribe), NeverZero: true);
    }

    private static void AddConnectionRows(PropertyRow[] rows)
    {
        var connect = Bits(PacketType.Connect);
        var connAck = Bits(PacketType.ConnAck);
        var both = Bits(PacketType.Connect, PacketType.ConnAck);
        var authentication = Bits(PacketType.Connect, PacketType.ConnAck, PacketType.Auth);
        rows[(int)PropertyId.SessionExpiryInterval] = new(PropertyKind.UInt32, (ushort)(both | Bits(PacketType.Disconnect)));
        rows[(int)PropertyId.AssignedClientIdentifier] = new(PropertyKind.Text, connAck);
        rows[(int)PropertyId.ServerKeepAlive] = new(PropertyKind.UInt16, connAck);
        rows[(int)PropertyId.AuthenticationMethod] = new(PropertyKind.Text, authentication);
        rows[(int)PropertyId.AuthenticationData] = new(PropertyKind.Binary, authentication);
        rows[(int)PropertyId.RequestProblemInformation] = new(PropertyKind.Flag, connect);
        rows[(int)PropertyId.RequestResponseInformation] = new(PropertyKind.Flag, connect);
        rows[(int)PropertyId.ResponseInformation] = new(PropertyKind.Text, connAck);
        rows[(int)PropertyId.ServerReference] = new(PropertyKind.Text, Bits(PacketType.ConnAck, PacketType.Disconnect));
        rows[(int)PropertyId.ReceiveMaximum] = new(PropertyKind.UInt16, both, NeverZero: true);
        rows[(int)PropertyId.TopicAliasMaximum] = new(PropertyKind.UInt16, both);
        rows[(int)PropertyId.MaximumQos] = new(PropertyKind.Flag, connAck);
        rows[(int)PropertyId.RetainAvailable] = new(PropertyKind.Flag, connAck);
        rows[(int)PropertyId.MaximumPacketSize] = new(PropertyKind.UInt32, both, NeverZero: true);
        rows[(int)PropertyId.WildcardSubscriptionAvailable] = new(PropertyKind.Flag, connAck);
        rows[(int)PropertyId.SubscriptionIdentifierAvailable] = new(PropertyKind.Flag, connAck);
        rows[(int)PropertyId.SharedSubscriptionAvailable] = new(PropertyKind.Flag, connAck);
    }

    private static ushort Bits(params ReadOnlySpan<PacketType> owners)
    {
        var bits = 0;
        foreach (var owner in owners)
        {
            bits |= Bit(owner);
        }

        return (ushort)bits;
    }
}
