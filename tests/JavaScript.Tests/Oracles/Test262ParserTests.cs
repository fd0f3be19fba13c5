using Acornima;

namespace Busroot.JavaScript.Tests.Oracles;

/// <summary>
/// The programs of npm's test262-parser-tests. Proves that whole classes of syntax are accepted and refused; does not prove the shape of
/// a tree beyond its being the same with and without redundant parentheses (<see cref="AcornTreeTests"/> does).
/// </summary>
public class Test262ParserTests
{
    // Errors to the authors of 2017, who left parts of Annex B out, and programs by the specification they wrote for.
    private static readonly Dictionary<string, string> ValidByAnnexB = new()
    {
        ["fail/e3fbcf63d7e43ead.js"] = "§B.3.5: an initializer in for-in",
        ["early/0f5f47108da5c34e.js"] = "§B.3.4 since ES2020: var in for-of named like the catch parameter",
        ["early/12a74c60f52a60de.js"] = "§B.3.2.4: a function twice in a block of sloppy code",
        ["early/1aff49273f3e3a98.js"] = "§B.3.2.4",
        ["early/be7329119eaa3d47.js"] = "§B.3.2.4",
        ["early/ec31fa5e521c5df4.js"] = "§B.3.2.4",
    };

    // Two twins are wrong: a((1, 2, 3)) has become a(((1), (2)), (3)), a call with two arguments.
    private static readonly string[] WrongTwins = ["589dc8ad3b9aa28f.js", "87a9b0d1d80812cc.js"];

    [OracleFact(OracleNeed.Packages)]
    public void Every_valid_program_parses()
    {
        var names = OracleFolder.Conformance("pass").ToList();

        var failures = names.SelectMany(name => new[] { "pass", "pass-explicit" }.Select(folder => (Name: $"{folder}/{name}", Error: Fault(folder, name))))
            .Where(program => program.Error is not null);

        names.Should().HaveCount(1981);
        failures.Should().BeEmpty();
    }

    // Only the shape: some of the explicit twins have other names and numbers than their originals.
    [OracleFact(OracleNeed.Packages)]
    public void A_program_means_the_same_with_redundant_parentheses()
    {
        var writer = new EstreeWriter(onlyShape: true);

        var different = OracleFolder.Conformance("pass").Except(WrongTwins).Where(name =>
            writer.Write(Programs.ParseConformance("pass", name)).Hash() != writer.Write(Programs.ParseConformance("pass-explicit", name)).Hash());

        different.Should().BeEmpty();
    }

    [OracleFact(OracleNeed.Packages)]
    public void Every_program_outside_the_grammar_is_refused() => Misjudged("fail", expectedCount: 731).Should().BeEmpty();

    [OracleFact(OracleNeed.Packages)]
    public void Every_early_error_is_found() => Misjudged("early", expectedCount: 668).Should().BeEmpty();

    private static List<string> Misjudged(string folder, int expectedCount)
    {
        var names = OracleFolder.Conformance(folder).ToList();
        names.Should().HaveCount(expectedCount);
        return names.Where(name => IsRefusedThen(folder, name) == ValidByAnnexB.ContainsKey($"{folder}/{name}")).ToList();
    }

    private static string? Fault(string folder, string name)
    {
        try
        {
            Programs.ParseConformance(folder, name);
            return null;
        }
        catch (ParseErrorException error)
        {
            return error.Message;
        }
    }

    private static bool IsRefusedThen(string folder, string name)
    {
        try
        {
            Programs.ParseConformanceThen(folder, name);
            return false;
        }
        catch (ParseErrorException)
        {
            return true;
        }
    }
}
