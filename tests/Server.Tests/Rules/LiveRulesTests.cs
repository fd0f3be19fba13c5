using Busroot.Transformer.Rules;

namespace Busroot.Server.Tests.Rules;

public sealed class LiveRulesTests : IDisposable
{
    private readonly RulesOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void An_edited_rule_goes_live_and_the_others_stay_the_objects_they_were()
    {
        var rules = _disk.WithRule("acme/a", 1, "*/a-*").WithRule("acme/b", 2, "*/b-*").Start();
        var (a, b) = (rules.Current.Find("acme/a"), rules.Current.Find("acme/b"));

        _disk.WithRule("acme/a", 3, "*/a-*");
        rules.Look("ann").Should().BeTrue();

        rules.Current.Find("acme/a")!.Description.Should().Be("gives 3").And.NotBe(a!.Description);
        rules.Current.Find("acme/b").Should().BeSameAs(b);
        rules.Standing("acme/a")!.Live.Should().Match<Storage.Rules.RuleRevision>(live => live.Number == 2 && live.By == "ann" && live.WentLive);
        rules.Standing("acme/b")!.Live!.Number.Should().Be(1);
    }

    [Fact]
    public void A_look_at_what_has_not_changed_changes_nothing()
    {
        var rules = _disk.WithRule("acme/a", 1).Start();
        var told = new List<RuleSet>();
        rules.TellOfChanges(told.Add);

        rules.Look("ann");
        rules.Look("ann");

        told.Should().ContainSingle();
        _disk.Store.List("acme/a").Should().ContainSingle();
    }

    [Theory]
    [InlineData("{ \"description\": \"half of a fi", "rule.json:1:")]
    [InlineData("""{ "description": "d", "devices": ["*/x-*"], "payload": "json", "kind": "mapping", "mapping": { "rsi": "r" } }""", "rsi")]
    [InlineData("""{ "description": "d", "devices": ["*/x-*"], "payload": "json", "kind": "mapping", "mapping": { "rssi": { "expr": "-9" } } }""", "examples.json:1:3: example \"the marker\" fails")]
    public void A_broken_edit_keeps_the_revision_before_it_and_is_reported_once_where_it_is(string broken, string where)
    {
        var rules = _disk.WithRule("acme/a", 1).Start();
        var before = rules.Current.Find("acme/a");

        _disk.With("acme/a/rule.json", broken);
        rules.Look("ann");
        rules.Look("ann");

        rules.Current.Find("acme/a").Should().BeSameAs(before);
        rules.Current.RuleFor("acme/x-1", null).Should().BeSameAs(before);
        rules.Standing("acme/a")!.Problems.Should().ContainSingle().Which.ToString().Should().Contain(where);
        rules.Current.Problems.Should().ContainSingle();
        _disk.Log.All.Should().ContainSingle(line => line.StartsWith("Error 4701 A change of rule acme/a does not take effect", StringComparison.Ordinal)).Which.Should().Contain(where);
    }

    [Fact]
    public void A_mended_rule_goes_live_and_one_that_is_taken_back_is_no_change()
    {
        var rules = _disk.WithRule("acme/a", 1).Start();
        var before = rules.Current.Find("acme/a");

        _disk.With("acme/a/rule.json", "{");
        rules.Look("ann");
        _disk.WithRule("acme/a", 1);
        rules.Look("ann");
        rules.Current.Find("acme/a").Should().BeSameAs(before);
        rules.Current.Problems.Should().BeEmpty();

        _disk.WithRule("acme/a", 4);
        rules.Look("ann");
        rules.Current.Find("acme/a")!.Description.Should().Be("gives 4");
        _disk.Log.All.Should().ContainSingle(line => line.StartsWith("Information 4706", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_is_gone_takes_its_rule_with_it()
    {
        var rules = _disk.WithRule("acme/a", 1).Start();
        var told = new List<RuleSet>();
        rules.TellOfChanges(told.Add);

        _disk.Remove("acme/a");
        rules.Look("ann");

        rules.Current.Rules.Should().BeEmpty();
        told[^1].RuleFor("acme/x-1", null).Should().BeNull();
        _disk.Log.All.Should().Contain(line => line.StartsWith("Warning 4702 Rule acme/a is gone", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rules_directory_that_is_away_leaves_the_rules_in_force()
    {
        var rules = _disk.WithRule("acme/a", 1).Start();

        Directory.Move(_disk.Directory, _disk.Directory + ".away");
        rules.Look("ann");
        rules.Current.Find("acme/a").Should().NotBeNull();
        rules.Current.Problems.Should().ContainSingle().Which.Message.Should().Contain("there is no rules directory");

        Directory.Move(_disk.Directory + ".away", _disk.Directory);
        rules.Look("ann");
        rules.Current.Problems.Should().BeEmpty();
    }

    [Fact]
    public void A_change_that_contests_the_devices_of_another_rule_waits()
    {
        var rules = _disk.WithRule("acme/a", 1, "*/a-*").WithRule("acme/b", 2, "*/b-*").Start();

        _disk.WithRule("acme/b", 2, "*/a-*").WithRule("acme/c", 3, "*/a-*");
        rules.Look("ann");

        rules.Current.RuleFor("acme/a-1", null)!.Id.Should().Be("acme/a");
        rules.Current.RuleFor("acme/b-1", null)!.Id.Should().Be("acme/b");
        rules.Current.Find("acme/c").Should().BeNull();
        rules.Standing("acme/b")!.Problems.Should().Contain(problem => problem.File == "acme/b/rule.json" && problem.Message.Contains("as specific as"));
        rules.Standing("acme/c")!.Problems.Should().Contain(problem => problem.File == "acme/c/rule.json");

        _disk.WithRule("acme/a", 1, "*/z-*");
        _disk.Remove("acme/c");
        rules.Look("ann");
        rules.Current.RuleFor("acme/a-1", null)!.Id.Should().Be("acme/b");
        rules.Current.Problems.Should().BeEmpty();
    }

    [Fact]
    public void At_the_start_a_broken_folder_falls_back_to_what_was_live_and_a_new_one_is_left_out()
    {
        _disk.WithRule("acme/a", 1).Start();
        _disk.With("acme/a/rule.json", "{").With("acme/new/rule.json", "{");

        var rules = _disk.Start();

        rules.Current.Find("acme/a")!.Description.Should().Be("gives 1");
        rules.Current.Find("acme/new").Should().BeNull();
        _disk.Log.All.Should().Contain(line => line.StartsWith("Error 4701 A change of rule acme/a", StringComparison.Ordinal))
            .And.Contain(line => line.StartsWith("Warning 4002 A rule folder is left out: acme/new/rule.json", StringComparison.Ordinal));
        _disk.Store.List("acme/a").Should().ContainSingle("nothing went live anew");
    }

    [Fact]
    public void What_was_edited_while_the_server_was_stopped_goes_live_at_the_start()
    {
        _disk.WithRule("acme/a", 1).Start();
        _disk.WithRule("acme/a", 2);

        var rules = _disk.Start();

        rules.Current.Find("acme/a")!.Description.Should().Be("gives 2");
        _disk.Store.List("acme/a").Select(revision => revision.Number).Should().Equal(2, 1);
    }

    [Fact]
    public void A_folder_that_changes_while_the_start_reads_it_and_is_broken_then_leaves_what_was_live()
    {
        _disk.WithRule("acme/a", 1).Start();
        var restless = Path.Combine(_disk.Directory, "acme/a/examples.vendor.json");
        File.CreateSymbolicLink(restless, "/proc/sys/kernel/random/uuid"); // another text at every read; where there is no such file, none
        var rules = _disk.Start();
        rules.Current.Find("acme/a")!.Description.Should().Be("gives 1");

        File.Delete(restless);
        _disk.With("acme/a/rule.json", "{");
        rules.Look("ann");

        rules.Current.Find("acme/a")!.Description.Should().Be("gives 1");
        rules.Standing("acme/a")!.Live!.Number.Should().Be(1);
    }

    [Fact]
    public void A_start_that_cannot_store_what_changed_runs_what_was_live()
    {
        _disk.WithRule("acme/a", 1, "*/a-*").WithRule("acme/b", 2, "*/b-*").Start();
        _disk.WithRule("acme/a", 3, "*/a-*").WithRule("acme/new", 4, "*/n-*");
        _disk.RefuseRevisions();

        var rules = _disk.Start();

        rules.Current.Rules.Select(rule => rule.Description).Should().Equal("gives 1", "gives 2");
        rules.Standing("acme/a")!.Problems.Should().ContainSingle().Which.Message.Should().Contain("cannot be stored").And.Contain("no room");
        rules.Look("ann").Should().BeFalse("it is to be tried again soon");

        _disk.TakeRevisions();
        _disk.With("acme/b/rule.json", "{");
        rules.Look("ann").Should().BeTrue();
        rules.Current.Rules.Select(rule => rule.Description).Should().Equal("gives 3", "gives 2", "gives 4");
    }

    [Fact]
    public void The_problems_of_other_rules_are_reported_while_a_change_cannot_be_stored()
    {
        var rules = _disk.WithRule("acme/a", 1, "*/a-*").WithRule("acme/b", 2, "*/b-*").Start();
        _disk.RefuseRevisions();

        _disk.WithRule("acme/a", 3, "*/a-*").With("acme/b/rule.json", "{");
        rules.Look("ann");
        rules.Look("ann");

        rules.Current.Problems.Select(problem => problem.File).Should().Equal("acme/a", "acme/b/rule.json");
        _disk.Log.All.Where(line => line.StartsWith("Error 4701", StringComparison.Ordinal)).Should().HaveCount(2, "each is said once")
            .And.Contain(line => line.Contains("acme/b/rule.json:1:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_whose_folder_was_renamed_runs_until_the_new_name_is_stored()
    {
        var rules = _disk.WithRule("acme/a", 1).Start();
        _disk.RefuseRevisions();

        _disk.Remove("acme/a");
        _disk.WithRule("acme/b", 1);
        rules.Look("ann");
        rules.Current.RuleFor("acme/x-1", null)!.Id.Should().Be("acme/a");

        _disk.TakeRevisions();
        rules.Look("ann");
        rules.Current.RuleFor("acme/x-1", null)!.Id.Should().Be("acme/b");
        rules.Current.Problems.Should().BeEmpty();
    }

    [Fact]
    public void At_the_start_what_cannot_be_read_runs_as_it_was_and_what_was_removed_before_does_not_come_back()
    {
        _disk.WithRule("acme/a", 1, "*/a-*").WithRule("acme/old", 2, "*/o-*").WithRule("corp/c", 3, "*/c-*").Start();
        _disk.Remove("acme/old");
        _disk.Start();
        var (vendor, share) = (Path.Combine(_disk.Directory, "acme"), _disk.Directory + ".share");
        Directory.Move(vendor, share + ".away");
        Directory.CreateSymbolicLink(vendor, share);

        var rules = _disk.Start();
        rules.Current.Rules.Select(rule => rule.Id).Should().Equal("acme/a", "corp/c");
        rules.Current.Problems.Should().ContainSingle().Which.ToString().Should().StartWith($"acme: the link leads to {share}");

        Directory.Move(share + ".away", share);
        rules.Look("ann");
        rules.Current.Problems.Should().BeEmpty();
        _disk.Store.List("acme/a").Should().ContainSingle("nothing went live anew");
    }

    [Fact]
    public void A_rules_directory_that_is_away_at_the_start_leaves_what_was_live()
    {
        _disk.WithRule("acme/a", 1).Start();
        Directory.Move(_disk.Directory, _disk.Directory + ".away");

        _disk.Start().Current.Find("acme/a")!.Description.Should().Be("gives 1");
    }

    [Fact]
    public void A_rollback_keeps_what_is_there_and_puts_the_files_back()
    {
        var rules = _disk.WithRule("acme/a", 1).Start();
        var first = rules.Standing("acme/a")!.Live!;
        _disk.WithRule("acme/a", 2).With("acme/a/start.js", "stray").With("acme/a/README.md", "for people");
        rules.Look("ann");
        _disk.With("acme/a/rule.json", "{ a draft");
        rules.Look("ann");

        var standing = rules.RollBack(first, "bob");

        standing.Problems.Should().BeEmpty();
        rules.Current.Find("acme/a")!.Description.Should().Be("gives 1");
        _disk.Text("acme/a/rule.json").Should().Be(RulesOnDisk.RuleJson(1));
        _disk.Text("acme/a/README.md").Should().Be("for people");
        File.Exists(Path.Combine(_disk.Directory, "acme/a/start.js")).Should().BeFalse();
        var kept = _disk.Store.List("acme/a");
        kept.Select(revision => (revision.Number, revision.WentLive, revision.By)).Should().StartWith([(4, true, "bob"), (3, false, "bob")]);
        System.Text.Encoding.UTF8.GetString(_disk.Store.Load("acme/a", 3).Files["rule.json"].Span).Should().Be("{ a draft");
    }

    [Fact]
    public void A_rollback_that_cannot_be_stored_says_what_stays_in_force_and_takes_effect_later()
    {
        var rules = _disk.WithRule("acme/a", 1).Start();
        var first = rules.Standing("acme/a")!.Live!;
        _disk.WithRule("acme/a", 2);
        rules.Look("ann");
        _disk.RefuseRevisions();

        var standing = rules.RollBack(first, "bob");

        (standing.Rule!.Description, standing.Live!.Number).Should().Be(("gives 2", 2));
        standing.Problems.Should().ContainSingle().Which.ToString().Should().StartWith("acme/a: the change cannot be stored").And.Contain("no room");
        _disk.Text("acme/a/rule.json").Should().Be(RulesOnDisk.RuleJson(1));
        _disk.TakeRevisions();
        rules.Look("ann").Should().BeTrue();
        rules.Standing("acme/a")!.Rule!.Description.Should().Be("gives 1");
    }

    [Fact]
    public void A_rollback_brings_a_removed_rule_back()
    {
        var rules = _disk.WithRule("acme/a", 1).Start();
        var first = rules.Standing("acme/a")!.Live!;
        _disk.Remove("acme/a");
        rules.Look("ann");

        rules.RollBack(first, "bob").Live!.Number.Should().Be(2);
    }

    [Fact]
    public void A_rollback_replaces_no_file_that_it_cannot_keep()
    {
        var rules = _disk.WithRule("acme/a", 1).Start();
        var large = new string(' ', RulesOnDisk.Limits.FileBytes + 1);
        _disk.With("acme/a/rule.js", large);

        rules.Invoking(r => r.RollBack(r.Standing("acme/a")!.Live!, "bob")).Should().Throw<Administration.AdministrationException>().WithMessage("acme/a/rule.js cannot be kept*larger than*");

        _disk.Text("acme/a/rule.js").Should().Be(large);
    }

    [Fact]
    public void A_bounded_number_of_revisions_is_kept()
    {
        var rules = _disk.WithRule("acme/a", 1).Start();
        for (var marker = 2; marker <= RulesOnDisk.Limits.PerRule + 5; marker++)
        {
            _disk.WithRule("acme/a", marker);
            rules.Look("ann");
        }

        var kept = _disk.Store.List("acme/a");
        kept.Should().HaveCount(RulesOnDisk.Limits.PerRule);
        kept[0].Number.Should().Be(RulesOnDisk.Limits.PerRule + 5);
        _disk.Store.Load("acme/a", 1).IsEmpty.Should().BeTrue("its files went with it");
    }
}
