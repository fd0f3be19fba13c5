namespace Busroot.Transformer.Tests.Scripting;

/// <summary>A module with variables runs as a function that makes them anew; its author must not notice.</summary>
public class ModuleAsFunctionTests
{
    private const string Fails = "(() => { throw new Error('here') })()";

    [Theory]
    [InlineData("let n = 1; export default function (r) { FAIL }", 1, 41)]
    [InlineData("import { valid } from 'busroot'; let n = 1; export default function* named(r) {}\nFAIL", 2, 1)]
    [InlineData("let n = 1\nexport default async (r) => {\n  FAIL }", 3, 3)]
    [InlineData("let n = 1\nexport const a = FAIL, b = 2\nexport default () => n", 2, 18)]
    [InlineData("import {\n  valid // the one\n} from 'busroot'\nlet n = 1; FAIL; export default () => n", 4, 12)]
    [InlineData("#!rule\nlet n = 1; FAIL\nexport default () => n", 2, 12)]
    [InlineData("let n = await 1; FAIL\nexport default () => n", 1, 18)]
    public void A_failure_is_where_the_author_wrote_it(string script, int line, int column)
    {
        using var lane = new ScriptFiles();

        var failed = (RuleOutcome.Failed)lane.Apply(ScriptFiles.Rule(script.Replace("FAIL", Fails, StringComparison.Ordinal)));

        failed.Message.Should().Contain("Error: here");
        failed.At!.Value.Line.Should().Be(line);
        failed.At.Value.Column.Should().BeInRange(column, column + Fails.Length);
        failed.Script!.SourceLine.Should().Contain(Fails);
    }

    [Theory]
    [InlineData("let n = 1\nexport default function () { return { rssi: n } }\n(5)")]
    [InlineData("let n = 1\nexport default function /* ( */ // (\n () { return { rssi: n } }")]
    [InlineData("let n = 1\nexport default async function () { return { rssi: n } }")]
    [InlineData("let n = f()\nexport default function f() { return { rssi: 1 } }")]
    [InlineData("let n = 1\nexport default(() => ({ rssi: n }))")]
    [InlineData("let n = 1\nexport default n ? () => ({ rssi: n }) : null")]
    [InlineData("let n = 1\nconst f = () => ({ rssi: n })\nexport { f }\nexport { f as g }\nexport default f // the end")]
    [InlineData("let n = 1\nexport default () => ({ rssi: n })\nexport { valid } from 'busroot'\nexport * from 'busroot'")]
    [InlineData("export default () => ({ rssi: n.one })\nclass C { static one = 1 }\nexport { n }\nlet n = C")]
    public void Every_way_to_export_the_function_works(string script) =>
        ScriptFiles.RunOnce(ScriptFiles.Rule(script)).Should().Be("{\"rssi\":1}");

    [Theory]
    [InlineData("export default class {}", "a/b/rule.js:1:1: the default export of a rule is a function")]
    [InlineData("export default 5", "a/b/rule.js:1:1: the default export of a rule is a function")]
    [InlineData("export default () => import.meta.url", "a/b/rule.js:1:22: import.meta is not available to rules")]
    [InlineData("export default () => null\nexport * from 'fs'", "a/b/rule.js:2:15: a rule imports from \"busroot\" only, not from \"fs\"")]
    [InlineData("export default () => null\nexport { a } from 'fs'", "a/b/rule.js:2:19: a rule imports from \"busroot\" only, not from \"fs\"")]
    public void What_cannot_work_is_a_problem_at_load(string script, string problem) =>
        ScriptFiles.Problems(script).Should().ContainSingle().Which.Should().Be(problem);
}
