using System.Text;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Fuzzing;

/// <summary>Makes packet sequences that are nearly right: valid packets with one or a few things wrong. The same seed gives the same bytes.</summary>
internal sealed class PacketMutations(int seed)
{
    private static readonly byte[] Interesting = [0x00, 0x01, 0x7F, 0x80, 0xFF, 0x04, 0x10, 0x20, 0x23, 0x24, 0x26, 0x2B, 0x2F, 0x0B];
    private static readonly string[] Topics = ["a", "a/b", "$SYS/x", "busroot/v1/dau/acme/d", "busroot/v1/acme/d", "/", "é/ü", "", "a/+", "#", "$share/g/a", "x\uFEFF"];
    private readonly Random _random = new(seed);

    /// <summary>A CONNECT with one to a dozen packets after it; sometimes all is valid, mostly something is not.</summary>
    /// <param name="version">What the CONNECT says.</param>
    /// <param name="isConnectValid">False when the CONNECT itself is mutated, so that the broker may have read another version.</param>
    public byte[] Next(out ProtocolVersion version, out bool isConnectValid)
    {
        isConnectValid = true;
        version = (ProtocolVersion)_random.Next(3, 6);
        var packets = new List<byte[]> { Connect(version) };
        for (var left = _random.Next(1, 12); left > 0; left--)
        {
            packets.Add(Packet(version));
        }

        for (var left = _random.Next(0, 4); left > 0; left--)
        {
            var index = _random.Next(_random.Next(4) == 0 ? 0 : 1, packets.Count); // CONNECT itself more rarely, or nothing else would be reached
            packets[index] = Mutate(packets[index]);
            isConnectValid &= index != 0;
        }

        return [.. packets.SelectMany(packet => packet)];
    }

    private byte[] Connect(ProtocolVersion version)
    {
        var packet = new ConnectPacket
        {
            Version = version,
            ClientId = version == ProtocolVersion.V310 || _random.Next(3) > 0 ? $"fuzz-{_random.Next(4)}" : "",
            CleanStart = version == ProtocolVersion.V311 || _random.Next(2) == 0,
            KeepAlive = (ushort)_random.Next(3),
            ReceiveMaximum = (ushort)_random.Next(1, 4),
            TopicAliasMaximum = (ushort)_random.Next(3),
            MaximumPacketSize = _random.Next(3) == 0 ? (uint)_random.Next(1, 100) : null,
            SessionExpiryInterval = (uint)_random.Next(3) * 100,
            UserName = _random.Next(3) == 0 ? "u" : null,
            Will = _random.Next(3) == 0 ? new Will { Topic = Encoding.UTF8.GetBytes(Topics[_random.Next(5)]), Qos = Qos(), Retain = Flip(), DelayInterval = (uint)_random.Next(2) } : null,
        };
        var bytes = new byte[packet.EncodedLength()];
        packet.Encode(bytes);
        return bytes;
    }

    private byte[] Packet(ProtocolVersion version) => _random.Next(11) switch
    {
        0 or 1 or 2 => Publish(version),
        3 => Encode(new SubscribePacket(Id(), [.. Subscriptions(version)]) { SubscriptionIdentifier = version == ProtocolVersion.V500 && Flip() ? _random.Next(1, 300) : null }, version),
        4 => Encode(new UnsubscribePacket(Id(), [Topics[_random.Next(Topics.Length)]]), version),
        5 => Encode(new PubAckPacket(Id(), Flip() ? ReasonCode.Success : ReasonCode.UnspecifiedError), version),
        6 => Encode(new PubRecPacket(Id(), Flip() ? ReasonCode.Success : ReasonCode.UnspecifiedError), version),
        7 => Encode(new PubRelPacket(Id()), version),
        8 => Encode(new PubCompPacket(Id()), version),
        9 => [0xC0, 0x00],
        _ => _random.Next(6) == 0 ? Encode(new DisconnectPacket { Reason = Flip() ? ReasonCode.Success : ReasonCode.DisconnectWithWill }, version) : [0xC0, 0x00],
    };

    private byte[] Publish(ProtocolVersion version)
    {
        var topic = Encoding.UTF8.GetBytes(Topics[_random.Next(Topics.Length)]);
        var qos = Qos();
        var properties = Hex.Bytes(_random.Next(6) switch
        {
            0 => "23 00 01",
            1 => "02 00 00 00 05 26 00 01 'a' 00 01 'b'",
            2 => "01 01 03 00 01 't' 08 00 01 'r' 09 00 02 00 FF",
            3 => "0B 05",
            _ => "",
        });
        var payload = new byte[_random.Next(5) == 0 ? _random.Next(10_000) : _random.Next(20)];
        var bytes = new byte[PublishPacket.EncodedLength(version, topic.Length, qos, properties.Length, payload.Length)];
        PublishPacket.Encode(bytes, version, PublishPacket.FlagsOf(qos, Flip(), dup: qos != 0 && Flip()), topic, Id(), properties, payload);
        return bytes;
    }

    private IEnumerable<Subscription> Subscriptions(ProtocolVersion version)
    {
        for (var left = _random.Next(1, 4); left > 0; left--)
        {
            var filter = _random.Next(4) == 0 ? "#" : Topics[_random.Next(Topics.Length)];
            var is5 = version == ProtocolVersion.V500;
            yield return new Subscription(filter, Qos(), is5 && _random.Next(4) == 0, is5 && Flip(), is5 ? (RetainHandling)_random.Next(3) : 0);
        }
    }

    private byte[] Mutate(byte[] packet)
    {
        var bytes = packet.ToList();
        for (var left = _random.Next(1, 4); left > 0 && bytes.Count > 0; left--)
        {
            var at = _random.Next(bytes.Count);
            switch (_random.Next(8))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    bytes[at] = Interesting[_random.Next(Interesting.Length)];
                    break;
                case 2:
                    bytes.Insert(at, Interesting[_random.Next(Interesting.Length)]);
                    break;
                case 3:
                    bytes.RemoveAt(at);
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at); // cut off, so that what follows is read as its rest
                    break;
                case 5:
                    bytes.InsertRange(at, bytes.Skip(_random.Next(bytes.Count)).Take(20).ToList()); // a piece twice
                    break;
                case 6:
                    Relength(bytes, _random.Next(-3, 4)); // the length says more or less than there is
                    break;
                default:
                    bytes[0] = (byte)_random.Next(256);
                    break;
            }
        }

        if (Flip())
        {
            Relength(bytes, 0); // a whole packet again, so that the fault is found further inside
        }

        return [.. bytes];
    }

    private static void Relength(List<byte> bytes, int wrongBy)
    {
        if (bytes.Count is < 2 or > 128)
        {
            return;
        }

        bytes[1] = (byte)Math.Clamp(bytes.Count - 2 + wrongBy, 0, 127);
    }

    private bool Flip() => _random.Next(2) == 0;

    private QualityOfService Qos() => (QualityOfService)_random.Next(3);

    private ushort Id() => (ushort)_random.Next(1, 6);

    private static byte[] Encode<T>(T packet, ProtocolVersion version)
        where T : IPacket
    {
        var bytes = new byte[packet.EncodedLength(version)];
        packet.Encode(bytes, version);
        return bytes;
    }
}
