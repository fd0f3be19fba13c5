using System.Collections.Immutable;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Properties;

/// <summary>Writes properties; what is null or empty is not written at all.</summary>
internal static class PropertyWriter
{
    public static void WriteProperty(this ref PacketWriter writer, PropertyId id, byte value)
    {
        writer.WriteByte((byte)id);
        writer.WriteByte(value);
    }

    public static void WriteProperty(this ref PacketWriter writer, PropertyId id, ushort value)
    {
        writer.WriteByte((byte)id);
        writer.WriteUInt16(value);
    }

    public static void WriteProperty(this ref PacketWriter writer, PropertyId id, uint? value)
    {
        if (value is { } number)
        {
            writer.WriteByte((byte)id);
            writer.WriteUInt32(number);
        }
    }

    public static void WriteProperty(this ref PacketWriter writer, PropertyId id, string? value)
    {
        if (value is not null)
        {
            writer.WriteByte((byte)id);
            writer.WriteString(value);
        }
    }

    public static void WriteProperty(this ref PacketWriter writer, PropertyId id, byte[]? value)
    {
        if (value is not null)
        {
            writer.WriteByte((byte)id);
            writer.WriteBinary(value);
        }
    }

    public static void WriteUserProperties(this ref PacketWriter writer, ImmutableArray<UserProperty> properties)
    {
        if (properties.IsDefaultOrEmpty)
        {
            return;
        }

        foreach (var property in properties)
        {
            writer.WriteByte((byte)PropertyId.UserProperty);
            writer.WriteString(property.Name);
            writer.WriteString(property.Value);
        }
    }
}
