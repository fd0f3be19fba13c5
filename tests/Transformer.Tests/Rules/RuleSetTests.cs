using Busroot.Transformer.Rules;

namespace Busroot.Transformer.Tests.Rules;

public class RuleSetTests
{
    [Fact]
    public void A_folder_is_a_rule_under_its_path()
    {
        using var files = new RuleFiles();
        var set = files.With("acme/press/rule.json", Rule("*/press-*")).With("acme/press/examples.json", "[]").With("acme/README.md", "x").Load();

        set.Problems.Should().BeEmpty();
        var rule = set.Rules.Should().ContainSingle().Subject;
        rule.Id.Should().Be("acme/press");
        rule.Description.Should().Be("a test");
        rule.Devices.Should().Equal("*/press-*");
        rule.Kind.Should().Be(RuleKind.Mapping);
        rule.OnError.Should().Be(ErrorAction.Quarantine);
        rule.Revision.Should().MatchRegex("^[0-9a-f]{12}$");
        set.Find("acme/press").Should().BeSameAs(rule);
        set.Find("acme/other").Should().BeNull();
    }

    [Fact]
    public void A_broken_rule_is_left_out_and_the_others_run()
    {
        using var files = new RuleFiles();
        var set = files.With("a/good/rule.json", Rule("*/good")).With("a/broken/rule.json", "{").Load();

        set.Rules.Select(rule => rule.Id).Should().Equal("a/good");
        set.Problems.Should().ContainSingle().Which.File.Should().Be("a/broken/rule.json");
    }

    [Fact]
    public void Broken_examples_leave_their_rule_out()
    {
        using var files = new RuleFiles();
        var set = files.With("a/b/rule.json", Rule("*/b")).With("a/b/examples.json", """[{ "description": "x" }]""").Load();

        set.Rules.Should().BeEmpty();
        set.Problems.Single().ToString().Should().Be("a/b/examples.json:1:2: \"messages\" is missing: at least one message");
    }

    [Fact]
    public void A_part_of_a_rule_without_rule_json_is_a_problem()
    {
        using var files = new RuleFiles();
        files.With("a/b/examples.json", "[]").Load().Problems.Should().ContainSingle().Which.ToString().Should().StartWith("a/b/rule.json: the file cannot be read");
    }

    [Fact]
    public void A_directory_that_is_not_there_is_a_problem() =>
        RuleSet.Load(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString())).Problems.Should().ContainSingle().Which.Message.Should().Contain("there is no rules directory");

    [Fact]
    public void An_empty_directory_is_a_set_without_rules()
    {
        using var files = new RuleFiles();
        var set = files.Load();

        set.Rules.Should().BeEmpty();
        set.Problems.Should().BeEmpty();
        set.RuleFor("acme/press-1", null).Should().BeNull();
    }

    [Fact]
    public void A_file_that_is_too_large_is_a_problem()
    {
        using var files = new RuleFiles();
        files.With("a/b/rule.json", new string(' ', 1024 * 1024 + 1)).Load().Problems.Should().ContainSingle().Which.Message.Should().Contain("larger than");
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_a_problem_unless_it_is_an_editors_lock()
    {
        using var files = new RuleFiles();
        files.With("a/b/rule.json", Rule("*/b"));
        File.CreateSymbolicLink(Path.Combine(files.Directory, "share"), "/mnt/away");
        File.CreateSymbolicLink(Path.Combine(files.Directory, "a/b/.#rule.json"), "ann@host.4711");
        Directory.CreateSymbolicLink(Path.Combine(files.Directory, "same"), Path.Combine(files.Directory, "a"));

        var set = files.Load();

        set.Rules.Select(rule => rule.Id).Should().Equal("a/b", "same/b");
        set.Problems.Select(problem => problem.ToString()).Should().Contain("share: the link leads to /mnt/away, and nothing is there")
            .And.HaveCount(2, "the other is that both rules want the same devices");
    }

    [Fact]
    public void A_byte_order_mark_and_hidden_folders_do_not_matter()
    {
        using var files = new RuleFiles();
        var set = files.With("a/b/rule.json", "\uFEFF" + Rule("*/b")).With(".git/x/rule.json", "{").With("schema/rule.json", "{").Load();

        set.Problems.Should().BeEmpty();
        set.Rules.Should().ContainSingle();
    }

    [Fact]
    public void A_folder_name_that_is_no_rule_ID_is_a_problem()
    {
        using var files = new RuleFiles();
        files.With("a/b c/rule.json", Rule("*/b")).Load().Problems.Should().ContainSingle().Which.Message.Should().Contain("letters, digits");
    }

    [Fact]
    public void The_revision_follows_what_the_rule_does_and_nothing_else()
    {
        using var files = new RuleFiles();
        var first = files.With("a/b/rule.json", Rule("*/b")).Load().Rules.Single().Revision;
        var again = files.With("a/b/README.md", "x").With("a/b/examples.json", "[]").Load().Rules.Single().Revision;
        var changed = files.With("a/b/rule.json", Rule("*/c")).Load().Rules.Single().Revision;

        again.Should().Be(first);
        changed.Should().NotBe(first);
    }

    [Theory]
    [InlineData("acme/press-1", null, "r/exact")]
    [InlineData("acme/press-2", null, "r/press")]
    [InlineData("acme/x", null, "r/acme")]
    [InlineData("other/x", null, null)]
    [InlineData("acme/press-1", "r/acme", "r/acme")]
    [InlineData("other/x", "r/exact", "r/exact")]
    [InlineData("acme/press-1", "r/gone", null)]
    public void The_assigned_rule_wins_then_the_most_specific_pattern(string deviceId, string? assigned, string? expected)
    {
        using var files = new RuleFiles();
        var set = files.With("r/exact/rule.json", Rule("acme/press-1")).With("r/press/rule.json", Rule("*/press-*")).With("r/acme/rule.json", Rule("acme/*")).Load();

        set.Problems.Should().BeEmpty();
        set.RuleFor(deviceId, assigned)?.Id.Should().Be(expected);
        (set.RuleFor(deviceId, assigned) is null).Should().Be(expected is null);
    }

    [Fact]
    public void Equally_specific_patterns_of_two_rules_are_a_problem_and_serve_nobody_they_share()
    {
        using var files = new RuleFiles();
        var set = files.With("r/one/rule.json", Rule("acme/a*")).With("r/two/rule.json", Rule("acme/*b")).With("r/three/rule.json", Rule("*/*")).Load();

        set.Problems.Should().ContainSingle().Which.Should().Match<RuleProblem>(problem =>
            problem.File == "r/two/rule.json" && problem.Message.Contains("\"acme/*b\" of rule r/two") && problem.Message.Contains("\"acme/a*\" of rule r/one (r/one/rule.json:1:"));
        set.RuleFor("acme/ab", null).Should().BeNull();
        set.RuleFor("acme/ax", null)!.Id.Should().Be("r/one");
        set.RuleFor("acme/xb", null)!.Id.Should().Be("r/two");
        set.RuleFor("acme/xx", null)!.Id.Should().Be("r/three");
    }

    [Fact]
    public void The_same_exact_pattern_in_two_rules_is_a_problem_and_serves_nobody()
    {
        using var files = new RuleFiles();
        var set = files.With("r/one/rule.json", Rule("acme/a")).With("r/two/rule.json", Rule("acme/a")).With("r/three/rule.json", Rule("acme/*")).Load();

        set.Problems.Should().ContainSingle();
        set.RuleFor("acme/a", null).Should().BeNull();
    }

    [Fact]
    public void A_pattern_may_stand_twice_in_one_rule()
    {
        using var files = new RuleFiles();
        var set = files.With("r/one/rule.json", RuleFiles.RuleJson("""{ "rssi": "a" }""", more: """ "devices": ["acme/a*", "acme/*a", "acme/a*"], """)).Load();

        set.Problems.Should().BeEmpty();
        set.RuleFor("acme/aa", null)!.Id.Should().Be("r/one");
    }

    [Fact]
    public void What_an_author_should_look_at_is_a_warning()
    {
        using var files = new RuleFiles();
        var set = files.With("a/b/rule.json", RuleFiles.RuleJson(
            """{ "production_complete": "a", "production_count": "b", "electrical_kwh": "c", "electrical_kwh_interval": "d" }""",
            more: """ "variables": { "unused": 1 }, """)).Load();

        set.Rules.Should().ContainSingle();
        set.Warnings.Select(warning => warning.Message).Should().SatisfyRespectively(
            unused => unused.Should().StartWith("variable \"unused\" is used nowhere"),
            counts => counts.Should().StartWith("production_complete_good and production_count_good for one station"),
            energy => energy.Should().StartWith("electrical_kwh and electrical_kwh_interval for one station"),
            examples => examples.Should().StartWith("the rule has no examples"));
    }

    private static string Rule(string pattern) => RuleFiles.RuleJson("""{ "rssi": "a" }""", more: $""" "devices": ["{pattern}"], """);
}
