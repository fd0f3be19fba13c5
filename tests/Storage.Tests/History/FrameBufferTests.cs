using Busroot.Storage.History;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Storage.Tests.History;

public sealed class FrameBufferTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Frames_come_out_of_a_run_as_they_went_in() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var buffer = new FrameBuffer();
        buffer.Add(Frames.Any(random, "acme/before", Frames.Start));
        buffer.Clear();
        var frames = Enumerable.Range(1, random.Next(40)).Select(i =>
            Frames.Any(random, $"acme/d{random.Next(3)}", Frames.Start.AddMilliseconds(random.Next(-5000, 5000))) with { Sequence = 100 + i }).ToList();
        frames.ForEach(buffer.Add);

        Decode(buffer, 100).Select(frame => frame.ToStored().Describe()).Should().Equal(frames.Select(Frames.Describe));
        Decode(Copy(buffer), 100).Select(frame => frame.ToStored().Describe()).Should().Equal(frames.Select(Frames.Describe));
        buffer.Count.Should().Be(frames.Count);
        buffer.PayloadBytes.Should().Be(frames.Sum(frame => frame.Payload.Length));
        buffer.Unmapped.Should().Be(frames.Count(frame => frame.Outcome == FrameOutcome.Unmapped));
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_time_before_the_last_one_is_kept_and_the_span_is_known()
    {
        var buffer = HistoryFixture.Run(Frames.Simple("acme/a", at: Frames.Start), Frames.Simple("acme/a", at: Frames.Start.AddSeconds(-9)), Frames.Simple("acme/a", at: Frames.Start.AddSeconds(1)));

        buffer.FirstAt.Should().Be(Frames.Start.AddSeconds(-9));
        buffer.LastAt.Should().Be(Frames.Start.AddSeconds(1));
    }

    [Fact]
    public void A_long_error_is_cut()
    {
        var buffer = HistoryFixture.Run(Frames.Simple("acme/a") with { Error = new string('x', 5000) });

        Decode(buffer, 0)[0].ToStored().Error.Should().HaveLength(FrameBuffer.MaximumErrorLength).And.EndWith("…");
    }

    [Fact]
    public void What_repeats_takes_no_room_again()
    {
        var frame = Frames.Simple("acme/press-1") with { ClientId = "acme/press-1/opta", RuleId = "arduino/opta-dau", Revision = "3f9a", Qos = 1, PacketId = 7 };
        var buffer = HistoryFixture.Run(frame);
        var before = buffer.Bytes.Length;

        buffer.Add(frame);

        (buffer.Bytes.Length - before).Should().Be(1 + 1 + 1 + 1 + 1 + 1 + 1 + frame.Payload.Length, "origin, flags, state, two steps, packet identifier, length");
    }

    [Fact]
    public void A_buffer_that_has_been_used_allocates_nothing()
    {
        var buffer = new FrameBuffer();
        var devices = Enumerable.Range(0, 20).Select(i => $"acme/d{i}").ToArray();
        var topic = "busroot/v1/dau/acme/d"u8.ToArray();
        void Fill()
        {
            buffer.Clear();
            for (var i = 0; i < 200; i++)
            {
                buffer.BeginFrame(new HistoryFrame { DeviceId = devices[i % 20], Topic = topic, Payload = "{\"a\":1}"u8, At = Frames.Start, Outcome = FrameOutcome.Produced, RuleId = "x/y", Revision = "1" });
                buffer.AddSignals(null, topic, "{\"rssi\":-1}"u8, retain: false);
                buffer.EndFrame();
            }

            _ = buffer.Bytes;
        }

        Fill();
        Fill();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public void A_frame_that_was_not_ended_is_no_run()
    {
        var buffer = new FrameBuffer();
        buffer.BeginFrame(new HistoryFrame { DeviceId = "acme/a", Topic = "t"u8, At = Frames.Start });

        FluentActions.Invoking(() => buffer.Bytes).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => buffer.Add(Frames.Simple("acme/a"))).Should().Throw<InvalidOperationException>();
        buffer.Clear();
        buffer.Add(Frames.Simple("acme/a"));
        Decode(buffer, 0).Should().ContainSingle();
    }

    [Fact]
    public void Damaged_bytes_are_refused_and_nothing_else_happens() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var buffer = HistoryFixture.Run(Enumerable.Range(0, 8).Select(_ => Frames.Any(random, $"acme/d{random.Next(2)}", Frames.Start)));
        var bytes = Mutate(random, buffer.Bytes.ToArray());

        Read(bytes).Should().BeNull("the checksum does not fit");
        Read(Sealed(bytes))?.ForEach(frame => frame.ToStored().Describe().Should().NotBeNull());
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void Every_shorter_run_is_refused()
    {
        var bytes = HistoryFixture.Run(Frames.Any(new Random(1), "acme/a", Frames.Start), Frames.Simple("acme/b")).Bytes;

        for (var length = 0; length < bytes.Length; length++)
        {
            Read(bytes[..length].ToArray()).Should().BeNull();
        }
    }

    private static List<EncodedFrame> Decode(FrameBuffer buffer, long start)
    {
        var frames = new List<EncodedFrame>();
        EncodedRun.Read(buffer.Bytes.ToArray(), start, new TextPool(), frames);
        return frames;
    }

    private static FrameBuffer Copy(FrameBuffer buffer)
    {
        var copy = new FrameBuffer();
        Decode(buffer, 100).ForEach(frame => frame.CopyTo(copy));
        return copy;
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            bytes[random.Next(bytes.Length - 4)] ^= (byte)(1 << random.Next(8));
        }

        if (random.Next(4) == 0)
        {
            Array.Resize(ref bytes, random.Next(bytes.Length));
        }

        return bytes;
    }

    /// <summary>The same with a checksum that fits, so that what is behind it is tried.</summary>
    private static byte[] Sealed(byte[] bytes)
    {
        var body = bytes.AsSpan(0, Math.Max(0, bytes.Length - 4));
        return [.. body, .. BitConverter.GetBytes(FrameFormat.Checksum(body))];
    }

    private static List<EncodedFrame>? Read(byte[] bytes)
    {
        var frames = new List<EncodedFrame>();
        try
        {
            EncodedRun.Read(bytes, 0, new TextPool(), frames);
            return frames;
        }
        catch (InvalidDataException)
        {
            frames.Should().BeEmpty();
            return null;
        }
    }
}
