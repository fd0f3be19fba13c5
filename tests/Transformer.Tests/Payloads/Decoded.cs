using System.Globalization;
using System.Text;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Tests.Payloads;

/// <summary>What a decoder finds, as text.</summary>
internal static class Decoded
{
    /// <summary>The values of some paths, separated by blanks, or "error: " and what is wrong with the payload.</summary>
    public static string Read(PayloadFormat format, ReadOnlySpan<byte> payload, params string[] paths)
    {
        var problems = new List<PathProblem>();
        var decoder = format.Compile([.. paths.Select(Path)], problems);
        problems.Should().BeEmpty();
        var slots = new SlotTable();
        slots.Reset(paths.Length);
        return decoder.TryDecode(payload, slots, out var error)
            ? string.Join(' ', Enumerable.Range(0, paths.Length).Select(i => Shown(slots[i], slots)))
            : "error: " + error;
    }

    /// <summary>What is wrong with one path in a format; null when nothing is.</summary>
    public static string? Problem(PayloadFormat format, string path)
    {
        var problems = new List<PathProblem>();
        format.Compile([Path(path)], problems);
        return problems.Select(problem => problem.Message).SingleOrDefault();
    }

    private static JsonPath Path(string text)
    {
        JsonPath.TryParse(text, out var path, out var error).Should().BeTrue(error);
        return path;
    }

    private static string Shown(in Slot slot, SlotTable slots) => slot.Kind switch
    {
        SlotKind.Number => slot.Number.ToString("R", CultureInfo.InvariantCulture),
        SlotKind.Text => $"'{Encoding.UTF8.GetString(slots.TextOf(slot))}'",
        _ => slot.Kind.ToString().ToLowerInvariant(),
    };
}
