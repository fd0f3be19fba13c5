using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Acornima;

namespace Busroot.JavaScript.Tests.Oracles;

/// <summary>
/// Every program of a few large packages, and every valid conformance program: the same nodes with the same fields and ranges as acorn's.
/// </summary>
public class AcornTreeTests
{
    private readonly record struct Expected(bool IsModule, string Hash, string Path);

    [OracleFact(OracleNeed.Packages)]
    public void Every_program_gives_the_tree_that_acorn_gives()
    {
        var programs = ReadExpected();
        var different = new ConcurrentBag<string>();

        Parallel.ForEach(programs, () => new EstreeWriter(), (program, _, writer) =>
        {
            if (!IsSame(program, writer))
            {
                different.Add(program.Path);
            }

            return writer;
        }, _ => { });

        programs.Should().HaveCountGreaterThan(2_000);
        different.Should().BeEmpty("of the first ones: {0}", string.Join("\n", different.Order(StringComparer.Ordinal).Take(5).Select(Explain)));
    }

    [OracleFact(OracleNeed.Packages)]
    public void Children_lie_in_order_inside_their_parents_and_lines_agree_with_offsets()
    {
        var faults = new ConcurrentBag<string>();

        Parallel.ForEach(ReadExpected().Where((_, index) => index % 8 == 0), program =>
        {
            var source = OracleFolder.Read(program.Path);
            if (new NodePlaces(source).FaultIn(Programs.Parse(source, program.IsModule)) is { } fault)
            {
                faults.Add($"{program.Path}: {fault}");
            }
        });

        faults.Should().BeEmpty();
    }

    // Programs that acorn itself refuses (mode "none") prove nothing.
    private static List<Expected> ReadExpected() =>
        File.ReadLines(Path.Combine(OracleFolder.Root, "acorn.tsv")).Select(line => line.Split('\t')).Where(columns => columns[0] != "none")
            .Select(columns => new Expected(columns[0] == "module", columns[1], columns[2])).ToList();

    private static bool IsSame(Expected program, EstreeWriter writer)
    {
        try
        {
            return writer.Write(Programs.Parse(OracleFolder.Read(program.Path), program.IsModule)).Hash() == program.Hash;
        }
        catch (ParseErrorException)
        {
            return false;
        }
    }

    private static string Explain(string path)
    {
        var acorn = new string(MemoryMarshal.Cast<byte, char>(NodeProcess.Run("acorn-tree.mjs", "print", OracleFolder.Root, path)));
        var isModule = ReadExpected().First(program => program.Path == path).IsModule;
        string ours;
        try
        {
            ours = new EstreeWriter().Write(Programs.Parse(OracleFolder.Read(path), isModule)).Text.ToString();
        }
        catch (ParseErrorException error)
        {
            return $"{path}: refused: {error.Message}";
        }

        var at = ours.AsSpan().CommonPrefixLength(acorn);
        return new StringBuilder(path).Append(": acorn …").Append(Around(acorn, at)).Append("… ours …").Append(Around(ours, at)).Append('…').ToString();
    }

    private static string Around(string text, int at)
    {
        var from = Math.Max(0, at - 100);
        return text.Substring(from, Math.Min(200, text.Length - from));
    }
}
