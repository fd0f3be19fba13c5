using System.CommandLine;
using System.Globalization;
using Busroot.Server.Rules;

namespace Busroot.Server.Commands;

/// <summary>Shows how candidates compare with live rules.</summary>
internal static class ShadowText
{
    /// <summary>The candidate and where it is from.</summary>
    public static string Candidate(ShadowView shadow) =>
        $"{shadow.Candidate} ({(shadow.Number is { } number ? $"revision {number}" : shadow.Folder is null ? "from files" : Answer.Safe(shadow.Folder))})";

    /// <summary>Prints one with its last differences; how it stands comes last.</summary>
    public static void WriteShadow(this ParseResult parsed, ShadowView shadow)
    {
        foreach (var difference in shadow.Differences ?? [])
        {
            parsed.WriteDifference(difference.Device, difference);
        }

        if (shadow.Differences is { Count: > 0 } last && last.Count < shadow.Counts.Readings - shadow.Counts.Equal - shadow.Counts.Unfinished)
        {
            parsed.WriteLine($"These are the last {last.Count} differences.");
        }

        parsed.WriteLine($"{shadow.Rule}: candidate {Candidate(shadow)}, since {Answer.Show(shadow.Since)} by {Answer.Safe(shadow.By)}.");
        if (shadow.Before is { } before)
        {
            parsed.WriteLine($"The live rule was revision {before} then; counting began anew when it changed.");
        }

        parsed.WriteLine(shadow.LiveSince is { } since
            ? $"Compared with live revision {shadow.Live} since {Answer.Show(since)}: {Counts(shadow.Counts)}"
            : $"Compared with live revision {shadow.Live}; no reading has come yet.");
        if (shadow.Ended is { } ended)
        {
            parsed.WriteLine($"It ended by itself {Answer.Show(ended)}: {Answer.Safe(shadow.Reason ?? "", 300)}");
        }
    }

    private static string Counts(ShadowCounts counts)
    {
        var faults = string.Join(", ", counts.Faults.Select(fault => $"{fault.Key} {fault.Value}"));
        var parts = new (long Count, string What)[]
        {
            (counts.Different, "different"), (counts.Ignored, "it would ignore"), (counts.Added, "it would publish and the live rule does not"),
            (counts.Failed, $"it would fail ({faults})"), (counts.Mended, "it would not fail"), (counts.Unfinished, "not compared, as they go on by a timer"),
        };
        var others = string.Concat(parts.Where(part => part.Count > 0).Select(part => $", {part.Count} {part.What}"));
        var leftOut = counts.LeftOut == 0 ? "" : $" {counts.LeftOut} more were left out: it had used its share of time, or too many devices sent.";
        var time = counts.Microseconds < 1000 ? string.Create(CultureInfo.InvariantCulture, $"{counts.Microseconds:0.#} us") : string.Create(CultureInfo.InvariantCulture, $"{counts.Microseconds / 1000:0.#} ms");
        return string.Create(CultureInfo.InvariantCulture, $"{counts.Readings} {(counts.Readings == 1 ? "reading" : "readings")}, {counts.Equal} equal{others}; {time} each.{leftOut}");
    }
}
