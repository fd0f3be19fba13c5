using System.Buffers.Binary;
using Busroot.Mqtt.Framing;

namespace Busroot.Mqtt.Properties;

/// <summary>Steps through a property section that a <see cref="PropertyReader"/> has already found good, without judging it again.</summary>
internal static class PropertySection
{
    /// <summary>Counts the bytes of the property at the front, its identifier included.</summary>
    public static int FirstLength(ReadOnlySpan<byte> section) => 1 + PropertyTable.Find(section[0]).Kind switch
    {
        PropertyKind.Flag => 1,
        PropertyKind.UInt16 => 2,
        PropertyKind.UInt32 => 4,
        PropertyKind.VariableInteger => VariableIntegerLength(section[1..]),
        PropertyKind.Text or PropertyKind.Binary => FieldLength(section[1..]),
        PropertyKind.TextPair => FieldLength(section[1..]) + FieldLength(section[(1 + FieldLength(section[1..]))..]),
        _ => throw new ArgumentException("The section has not been checked.", nameof(section)),
    };

    /// <summary>Finds the value of a text or binary property; empty when it is not there.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> section, PropertyId id)
    {
        while (!section.IsEmpty)
        {
            var length = FirstLength(section);
            if (section[0] == (byte)id)
            {
                return section[3..length];
            }

            section = section[length..];
        }

        return [];
    }

    private static int FieldLength(ReadOnlySpan<byte> field) => 2 + BinaryPrimitives.ReadUInt16BigEndian(field);

    private static int VariableIntegerLength(ReadOnlySpan<byte> field)
    {
        var reader = new PacketReader(field);
        reader.ReadVariableInteger();
        return field.Length - reader.Remaining;
    }
}
