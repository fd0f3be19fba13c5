using Busroot.Server.Rules;
using Microsoft.Extensions.Logging;

namespace Busroot.Server.Tests.Rules;

public sealed class RuleWatcherTests : IDisposable
{
    private readonly RulesOnDisk _disk = new();
    private readonly LiveRules _rules;
    private readonly RuleWatcher _watcher;

    public RuleWatcherTests()
    {
        _rules = _disk.WithRule("acme/a", 1).Start();
        _watcher = new RuleWatcher(_rules, _disk.Time, _disk.Log.CreateLogger<RuleWatcher>());
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public void Nothing_is_read_before_the_directory_is_quiet()
    {
        _disk.WithRule("acme/a", 2);
        _watcher.Touch();
        _disk.Time.Advance(TimeSpan.FromMilliseconds(150));
        _watcher.Touch();
        _disk.Time.Advance(TimeSpan.FromMilliseconds(150));
        Live.Should().Be("gives 1");

        _disk.Time.Advance(TimeSpan.FromMilliseconds(50));
        Live.Should().Be("gives 2");
    }

    [Fact]
    public void A_directory_that_is_never_quiet_is_read_within_a_second_all_the_same()
    {
        _disk.With("acme/a/rule.json", "{ broken");
        for (var i = 0; i < 10; i++)
        {
            _watcher.Touch();
            _disk.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        _disk.Log.All.Should().Contain(line => line.StartsWith("Error 4701", StringComparison.Ordinal));
    }

    [Fact]
    public void What_no_announcement_told_of_is_found_by_the_periodic_look()
    {
        _watcher.Start();
        _watcher.StopListening();
        _disk.Time.Advance(TimeSpan.Zero);
        _disk.WithRule("acme/a", 2);

        _disk.Time.Advance(RuleWatcher.Every);

        Live.Should().Be("gives 2");
    }

    [Fact]
    public async Task The_system_announces_a_file_that_is_put_in_the_place_of_another()
    {
        _watcher.Start();
        _disk.With("acme/a/rule.json.tmp", RulesOnDisk.RuleJson(2)).With("acme/a/examples.json", RulesOnDisk.Example(2));
        File.Move(Path.Combine(_disk.Directory, "acme/a/rule.json.tmp"), Path.Combine(_disk.Directory, "acme/a/rule.json"), overwrite: true);

        await Eventually.True(() => _watcher.IsPending);
        await Eventually.True(() =>
        {
            _disk.Time.Advance(RuleWatcher.Quiet); // less than the periodic look needs between two announcements
            return Live == "gives 2";
        });
    }

    private string Live => _rules.Current.Find("acme/a")!.Description;
}
