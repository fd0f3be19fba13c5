using System.Globalization;
using System.Text;
using Busroot.Storage.History;

namespace Busroot.Storage.Tests.History;

/// <summary>Frames for tests: as they should come out, and how they get in.</summary>
internal static class Frames
{
    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_763_800_000_123);

    public static StoredFrame Simple(string device, FrameOutcome outcome = FrameOutcome.Produced, string payload = "{\"count\":1}", DateTimeOffset? at = null) =>
        new(0, device, $"busroot/v1/dau/{device}", Encoding.UTF8.GetBytes(payload), at ?? Start, outcome);

    /// <summary>A frame in which anything a frame can be may occur.</summary>
    public static StoredFrame Any(Random random, string device, DateTimeOffset at)
    {
        var payload = new byte[random.Next(4) == 0 ? 0 : random.Next(300)];
        random.NextBytes(payload);
        var topics = new[] { $"busroot/v1/dau/{device}", $"busroot/v2/dau/{device}/tele/é", device, "elsewhere", "" };
        var rule = random.Next(3) == 0 ? null : Pick(random, "arduino/opta-dau", "x/y");
        return new StoredFrame(0, device, Pick(random, topics), payload, at, (FrameOutcome)random.Next(5))
        {
            Qos = (byte)random.Next(3),
            Retain = random.Next(2) == 0,
            Dup = random.Next(2) == 0,
            Native = random.Next(2) == 0,
            Backlog = random.Next(2) == 0,
            ClientId = Pick(random, "", $"{device}/", $"{device}/opta", "another"),
            PacketId = (ushort)(random.Next(2) == 0 ? 0 : random.Next(65_536)),
            RuleId = rule,
            Revision = rule is null ? null : Pick(random, "3f9a", "77b0", null),
            Error = random.Next(4) == 0 ? Pick(random, "not JSON at byte 0", "“quoted” and\nlong " + new string('x', 500)) : null,
            ReplayOf = random.Next(5) == 0 ? random.NextInt64(long.MaxValue) : 0,
            Signals = [.. Enumerable.Range(0, random.Next(4)).Select(i => Signals(random, device, i))],
        };
    }

    /// <summary>Adds a frame as the pipeline does.</summary>
    public static void Add(this FrameBuffer buffer, StoredFrame frame)
    {
        buffer.BeginFrame(new HistoryFrame
        {
            DeviceId = frame.DeviceId,
            Topic = Encoding.UTF8.GetBytes(frame.Topic),
            Payload = frame.Payload.Span,
            At = frame.At,
            Qos = frame.Qos,
            Retain = frame.Retain,
            Dup = frame.Dup,
            Native = frame.Native,
            Backlog = frame.Backlog,
            ClientId = frame.ClientId,
            PacketId = frame.PacketId,
            Outcome = frame.Outcome,
            RuleId = frame.RuleId,
            Revision = frame.Revision,
            Error = frame.Error,
            ReplayOf = frame.ReplayOf,
        });
        foreach (var signals in frame.Signals)
        {
            buffer.AddSignals(signals.Station, Encoding.UTF8.GetBytes(signals.Topic), signals.Json.Span, signals.Retain);
        }

        buffer.EndFrame();
    }

    /// <summary>Everything a frame holds, so that two can be compared and a difference can be read.</summary>
    public static string Describe(this StoredFrame frame) => string.Create(CultureInfo.InvariantCulture,
        $"#{frame.Sequence} {frame.At:O} {frame.DeviceId} [{frame.Topic}] q{frame.Qos} {frame.Retain} {frame.Dup} {frame.Native} {frame.Backlog} '{frame.ClientId}' {frame.PacketId} {frame.Outcome} {frame.RuleId ?? "-"}/{frame.Revision ?? "-"} of {frame.ReplayOf} error '{frame.Error ?? "-"}' {Convert.ToHexString(frame.Payload.Span)} ")
        + string.Join(' ', frame.Signals.Select(signals => $"({signals.Station ?? "-"} {signals.Topic} {signals.Retain} {Encoding.UTF8.GetString(signals.Json.Span)})"));

    private static StoredSignals Signals(Random random, string device, int index)
    {
        var station = Pick(random, null, "press", "");
        return new StoredSignals(
            station, Pick(random, $"busroot/v1/{device}", $"busroot/v2/acme/signals/{station}"), Encoding.UTF8.GetBytes($"{{\"rssi\":-{random.Next(200)},\"n\":{index}}}"), random.Next(2) == 0);
    }

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
