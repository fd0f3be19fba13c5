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

    private static void Check(Action<int> property) =>
        Prop.ForAll(Seeds, property).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
}
