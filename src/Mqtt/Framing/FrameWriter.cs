using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Framing;

/// <summary>Something with a 5.0 property section.</summary>
internal interface IPropertyOwner
{
    /// <summary>Writes the properties without their length; called once to measure and once to write.</summary>
    void WriteProperties(ref PacketWriter writer);
}

/// <summary>A packet seen by its encoder: one description of the body, from which length and bytes both come.</summary>
internal interface IFrameBody : IPropertyOwner
{
    /// <summary>High four bits of the first byte.</summary>
    PacketType Type { get; }

    /// <summary>Low four bits of the first byte.</summary>
    byte Flags { get; }

    /// <summary>Writes everything after the fixed header.</summary>
    void WriteBody(ref PacketWriter writer, ProtocolVersion version);
}

/// <summary>Puts the fixed header and the property length in front of what a packet says about itself.</summary>
internal static class FrameWriter
{
    public static int Length<T>(T packet, ProtocolVersion version)
        where T : IFrameBody
    {
        var body = BodyLength(packet, version);
        return 1 + PacketWriter.VariableIntegerLength(body) + body;
    }

    public static int Write<T>(T packet, Span<byte> destination, ProtocolVersion version)
        where T : IFrameBody
    {
        var writer = new PacketWriter(destination);
        writer.WriteHeader(packet.Type, packet.Flags, BodyLength(packet, version));
        packet.WriteBody(ref writer, version);
        return writer.Length;
    }

    public static int PropertiesLength<T>(T owner)
        where T : IPropertyOwner
    {
        var measure = PacketWriter.Measuring();
        owner.WriteProperties(ref measure);
        return measure.Length;
    }

    public static void WriteProperties<T>(ref PacketWriter writer, T owner)
        where T : IPropertyOwner
    {
        writer.WriteVariableInteger(PropertiesLength(owner));
        owner.WriteProperties(ref writer);
    }

    private static int BodyLength<T>(T packet, ProtocolVersion version)
        where T : IFrameBody
    {
        var measure = PacketWriter.Measuring();
        packet.WriteBody(ref measure, version);
        return measure.Length;
    }
}
