using Busroot.Mqtt.Framing;

namespace Busroot.Mqtt.Tests.Packets;

/// <summary>
/// Damages correct packets in the ways bytes get damaged and packets get forged. Proves that nothing but a refusal leaves a decoder, and that
/// what is accepted can be written again. Bounded and repeatable; hunting for longer is the business of a fuzzer.
/// </summary>
public class MutationTests
{
    private const int Rounds = 200_000;

    private static readonly byte[] Telling = [0x00, 0x01, 0x02, 0x03, 0x0B, 0x23, 0x26, 0x7F, 0x80, 0xC0, 0xFE, 0xFF];

    private readonly Random _random = new(20_240_611);

    [Fact]
    public void Only_a_refusal_leaves_a_decoder()
    {
        var seeds = Seeds();
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Damage(seeds[_random.Next(seeds.Count)], seeds);
            var version = Wire.Versions[_random.Next(3)];
            try
            {
                accepted += Try(bytes, version) ? 1 : 0;
            }
            catch (Exception escaped) when (escaped is not MqttProtocolException)
            {
                throw new InvalidOperationException($"Round {round}, {version}: {Bytes.Hex(bytes)}", escaped);
            }
        }

        // Neither all nor nothing, or the damage would be too small or too large to prove anything.
        accepted.Should().BeInRange(Rounds / 20, Rounds * 19 / 20);
    }

    private static List<byte[]> Seeds()
    {
        var seeds = Vector.All.Select(vector => vector.Frame).ToList();
        for (var seed = 0; seed < 500; seed++)
        {
            var samples = new PacketSamples(seed);
            seeds.Add(Wire.Encode(samples.Next(), samples.Version));
        }

        return seeds;
    }

    /// <summary>True when the packet was accepted; then it is also written and read again, and must not have changed on the way.</summary>
    private static bool Try(byte[] bytes, ProtocolVersion version)
    {
        ReadOnlySpan<byte> buffer = bytes;
        try
        {
            if (!FrameReader.TryRead(ref buffer, 65_536, out var frame))
            {
                return false;
            }

            var packet = Wire.Decode(frame, version);
            var spoken = packet is Mqtt.Packets.ConnectPacket connect ? connect.Version : version;
            var written = Wire.Encode(packet, spoken);
            var again = Wire.Encode(Wire.Decode(written, spoken), spoken);
            again.AsSpan().SequenceEqual(written).Should().BeTrue("{0} of {1} was read and written", Bytes.Hex(bytes), version);
            return true;
        }
        catch (MqttProtocolException)
        {
            return false;
        }
    }

    private byte[] Damage(byte[] seed, List<byte[]> others)
    {
        var bytes = new List<byte>(seed);
        for (var left = _random.Next(1, 4); left > 0; left--)
        {
            DamageOnce(bytes, others);
        }

        return _random.Next(5) == 0 ? [.. bytes] : WithHonestLength(bytes);
    }

    private void DamageOnce(List<byte> bytes, List<byte[]> others)
    {
        var at = _random.Next(Math.Max(1, bytes.Count));
        if (bytes.Count == 0)
        {
            bytes.Add(0x30);
        }

        switch (_random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes[at] = Telling[_random.Next(Telling.Length)];
                break;
            case 2:
                bytes.Insert(at, Telling[_random.Next(Telling.Length)]);
                break;
            case 3:
                bytes.RemoveRange(at, _random.Next(1, Math.Min(8, bytes.Count - at) + 1));
                break;
            case 4: // a piece twice: properties, filters, user properties
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(_random.Next(1, 12), bytes.Count - at)));
                break;
            case 5: // a piece of another packet
                var other = others[_random.Next(others.Count)];
                bytes.InsertRange(at, other.Skip(_random.Next(other.Length)).Take(_random.Next(1, 20)));
                break;
            case 6: // a length or a number, one off
                bytes[at] += (byte)(_random.Next(2) == 0 ? 1 : 255);
                break;
            default: // another type, keeping the rest
                bytes[0] = (byte)_random.Next(256);
                break;
        }
    }

    /// <summary>Makes the remaining length true again, so that the damage reaches the decoders and not only the framing.</summary>
    private static byte[] WithHonestLength(List<byte> bytes)
    {
        var header = 2;
        while (header < 5 && header < bytes.Count && bytes[header - 1] >= 0x80)
        {
            header++;
        }

        var body = bytes.Skip(header).ToArray();
        var frame = new byte[5 + body.Length];
        var writer = new PacketWriter(frame);
        writer.WriteByte(bytes.Count > 0 ? bytes[0] : (byte)0x30);
        writer.WriteVariableInteger(body.Length);
        writer.WriteRaw(body);
        return frame[..writer.Length];
    }
}
