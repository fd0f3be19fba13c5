using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>What PUBLISH needs at hand of its properties, found in the one walk that checks them.</summary>
internal readonly ref struct PublishProperties
{
    private readonly bool _expires;
    private readonly uint _expiry;

    private PublishProperties(ReadOnlySpan<byte> section)
    {
        Section = section;
        var reader = new PropertyReader(section, PacketType.Publish);
        while (reader.TryRead(out var id))
        {
            switch (id)
            {
                case PropertyId.TopicAlias:
                    TopicAlias = (ushort)reader.Number;
                    break;
                case PropertyId.MessageExpiryInterval:
                    (_expires, _expiry) = (true, reader.Number);
                    break;
                case PropertyId.PayloadFormatIndicator:
                    PayloadFormat = (byte)reader.Number;
                    break;
                case PropertyId.SubscriptionIdentifier:
                    HasSubscriptionIdentifier = true;
                    break;
                case PropertyId.UserProperty:
                    UserPropertyCount++;
                    break;
                default:
                    break; // found again when asked for: few readers want them
            }
        }
    }

    public ReadOnlySpan<byte> Section { get; }

    public ushort TopicAlias { get; }

    public uint? MessageExpiryInterval => _expires ? _expiry : null;

    public byte PayloadFormat { get; }

    public int UserPropertyCount { get; }

    public bool HasSubscriptionIdentifier { get; }

    public static PublishProperties Read(ReadOnlySpan<byte> section) => section.IsEmpty ? default : new PublishProperties(section);

    public static int ForwardedLength(ReadOnlySpan<byte> section)
    {
        var total = 0;
        while (!section.IsEmpty)
        {
            var length = PropertySection.FirstLength(section);
            total += IsForwarded(section[0]) ? length : 0;
            section = section[length..];
        }

        return total;
    }

    public static int CopyForwarded(ReadOnlySpan<byte> section, Span<byte> destination)
    {
        var total = 0;
        while (!section.IsEmpty)
        {
            var length = PropertySection.FirstLength(section);
            if (IsForwarded(section[0]))
            {
                section[..length].CopyTo(destination[total..]);
                total += length;
            }

            section = section[length..];
        }

        return total;
    }

    // The rest is about one hop or one receiver: expiry is counted down, aliases are a connection's own [MQTT-3.3.2-7].
    private static bool IsForwarded(byte id) => (PropertyId)id is not
        (PropertyId.MessageExpiryInterval or PropertyId.TopicAlias or PropertyId.SubscriptionIdentifier);
}
