using System.Runtime.InteropServices;
using System.Text;
using Acornima.RegularExpressions;

namespace Busroot.JavaScript.Tests.Oracles;

public class RegExpVerdictTests
{
    [OracleFact(OracleNeed.Node)]
    public void Made_up_expressions_are_accepted_and_refused_as_by_node()
    {
        var lines = Encoding.ASCII.GetString(NodeProcess.Run("regexp-verdicts.mjs", "20240626", "60000")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var different = lines.Select(line => line.Split('\t')).Where(Differs).Select(line => $"/{Pattern(line)}/{line[1]} should be {line[2]}");

        lines.Should().HaveCount(60_000);
        different.Should().BeEmpty();
    }

    private static bool Differs(string[] line) => line[2] != "unknown" && RegExpSyntax.TryValidate(Pattern(line), line[1], out _, out _) != (line[2] == "ok");

    private static string Pattern(string[] line) => new(MemoryMarshal.Cast<byte, char>(Convert.FromHexString(line[0])));
}
