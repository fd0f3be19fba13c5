using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Mqtt.Tests.Packets;

/// <summary>Proves that writing and reading are each other's inverse for packets nobody thought of.</summary>
public class RoundTripTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void What_was_written_is_read_back()
    {
        Check(seed =>
        {
            var samples = new PacketSamples(seed);
            var packet = samples.Next();

            var read = Wire.Decode(Wire.Encode(packet, samples.Version), samples.Version);

            read.Should().BeEquivalentTo(packet, Comparing.Members, "of seed {0}", seed);
        });
    }

    [Fact]
    public void What_was_read_is_written_as_it_was()
    {
        Check(seed =>
        {
            var samples = new PacketSamples(seed);
            var bytes = Wire.Encode(samples.Next(), samples.Version);

            Wire.Encode(Wire.Decode(bytes, samples.Version), samples.Version).Should().Equal(bytes, "of seed {0}", seed);
        });
    }

    [Fact]
    public void The_samples_reach_every_packet_of_every_version()
    {
        var reached = new HashSet<(Type, ProtocolVersion)>();
        for (var seed = 0; seed < 1_000; seed++)
        {
            var samples = new PacketSamples(seed);
            reached.Add((samples.Next().GetType(), samples.Version));
        }

        reached.Should().HaveCount((12 * 3) + 1, "AUTH is the only one that two versions do not have");
    }

    private static void Check(Action<int> property) =>
        Prop.ForAll(Seeds, property).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
}
