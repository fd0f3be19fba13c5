using System.Text;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;
using Busroot.Mqtt.Topics;

namespace Busroot.Mqtt.Properties;

/// <summary>Walks a 5.0 property section, checking that each property may stand there, once, with that value.</summary>
/// <param name="section">The section without its length.</param>
/// <param name="owner">The packet it belongs to, or <see cref="PropertyTable.Will"/>.</param>
internal ref struct PropertyReader(ReadOnlySpan<byte> section, PacketType owner)
{
    private readonly int _sectionBytes = section.Length;
    private PacketReader _reader = new(section);
    private ulong _seen;

    /// <summary>Value of a number or flag.</summary>
    public uint Number { get; private set; }

    /// <summary>Value of a text (well-formed UTF-8), of binary data, or of a user property.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Name of a user property.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    public readonly bool Flag => Number != 0;

    public readonly string Text => Encoding.UTF8.GetString(Value);

    public readonly UserProperty UserProperty => new(Encoding.UTF8.GetString(Name), Text);

    /// <summary>Where the next property starts, counted from the start of the section.</summary>
    public readonly int Position => _sectionBytes - _reader.Remaining;

    /// <summary>Moves to the next property; false at the end of the section.</summary>
    /// <exception cref="MalformedPacketException">Unknown, not of this packet, or cut off. §2.2.2.2.</exception>
    /// <exception cref="ProtocolErrorException">Given twice, or with a value that is not allowed.</exception>
    public bool TryRead(out PropertyId id)
    {
        id = default;
        if (_reader.Remaining == 0)
        {
            return false;
        }

        var number = _reader.ReadVariableInteger();
        var row = PropertyTable.Find(number);
        id = (PropertyId)number;
        ExpectAllowed(number, row);
        ExpectOnce(id);
        ReadValue(row.Kind);
        ExpectValue(id, row);
        return true;
    }

    private readonly void ExpectAllowed(int number, PropertyRow row)
    {
        if (row.Kind == PropertyKind.None)
        {
            throw new MalformedPacketException($"There is no property 0x{number:X2}.");
        }

        if ((row.Owners & PropertyTable.Bit(owner)) == 0)
        {
            var place = owner == PropertyTable.Will ? "a will" : owner.ToString();
            throw new MalformedPacketException($"{(PropertyId)number} is not a property of {place}.");
        }
    }

    private void ExpectOnce(PropertyId id)
    {
        // A message may carry the identifiers of several overlapping subscriptions. [MQTT-3.3.4-4]
        if (id == PropertyId.UserProperty || (id == PropertyId.SubscriptionIdentifier && owner == PacketType.Publish))
        {
            return;
        }

        var bit = 1UL << (int)id;
        if ((_seen & bit) != 0)
        {
            throw new ProtocolErrorException($"{id} is given twice.");
        }

        _seen |= bit;
    }

    private void ReadValue(PropertyKind kind)
    {
        switch (kind)
        {
            case PropertyKind.Flag:
                Number = _reader.ReadByte();
                break;
            case PropertyKind.UInt16:
                Number = _reader.ReadUInt16();
                break;
            case PropertyKind.UInt32:
                Number = _reader.ReadUInt32();
                break;
            case PropertyKind.VariableInteger:
                Number = (uint)_reader.ReadVariableInteger();
                break;
            case PropertyKind.Text:
                Value = _reader.ReadUtf8();
                break;
            case PropertyKind.Binary:
                Value = _reader.ReadBinary();
                break;
            default:
                Name = _reader.ReadUtf8();
                Value = _reader.ReadUtf8();
                break;
        }
    }

    private readonly void ExpectValue(PropertyId id, PropertyRow row)
    {
        if (row.Kind == PropertyKind.Flag && Number > 1)
        {
            throw new ProtocolErrorException($"{id} is {Number}; it must be 0 or 1.");
        }

        if (row.NeverZero && Number == 0)
        {
            var reason = id == PropertyId.TopicAlias ? ReasonCode.TopicAliasInvalid : ReasonCode.ProtocolError;
            throw new ProtocolErrorException(reason, $"{id} must not be 0.");
        }

        // [MQTT-3.3.2-14]
        if (id == PropertyId.ResponseTopic && !TopicName.IsValid(Value))
        {
            throw new ProtocolErrorException("ResponseTopic is empty or holds a wildcard.");
        }
    }
}
