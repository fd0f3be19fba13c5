using System.Text;
using Busroot.Broker.Limits;
using Busroot.Broker.Routing;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;
using Busroot.Mqtt.Topics;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Broker.Tests.Routing;

public class SubscriptionTreeTests
{
    private readonly SubscriptionTree _tree = new();

    [Theory]
    [InlineData("sport", "sport", true)]
    [InlineData("sport", "sport/", false)]
    [InlineData("sport/", "sport/", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("sport/#", "sport/", true)]
    [InlineData("sport/#", "sport/tennis/player", true)]
    [InlineData("sport/#", "sports", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("sport/+", "sport/tennis", true)]
    [InlineData("sport/+", "sport/tennis/player", false)]
    [InlineData("+", "sport", true)]
    [InlineData("+", "/sport", false)]
    [InlineData("+/+", "/sport", true)]
    [InlineData("/+", "/sport", true)]
    [InlineData("+/tennis/#", "sport/tennis", true)]
    [InlineData("+/tennis/#", "sport/tennis/a/b", true)]
    [InlineData("#", "sport", true)]
    [InlineData("#", "/", true)]
    [InlineData("/", "/", true)]
    [InlineData("/", "sport", false)]
    [InlineData("//", "//", true)]
    [InlineData("+/", "/", true)]
    [InlineData("Sport", "sport", false)]
    [InlineData("é", "e\u0301", false)] // composed and decomposed are two topics: no normalisation
    [InlineData("#", "$SYS/uptime", false)]
    [InlineData("+/uptime", "$SYS/uptime", false)]
    [InlineData("$SYS/#", "$SYS/uptime", true)]
    [InlineData("$SYS/+", "$SYS/uptime", true)]
    [InlineData("$SYS/#", "$SYS", true)]
    [InlineData("a/#", "a/$b", true)] // only a leading $ is special
    [InlineData("a/+", "a/$b", true)]
    [InlineData("$", "$", true)]
    public void A_filter_matches_what_the_specification_says(string filter, string topic, bool expected)
    {
        Add(filter);

        Match(topic).Should().HaveCount(expected ? 1 : 0);
        TopicFilter.Matches(Utf8(filter), Utf8(topic)).Should().Be(expected);
    }

    [Fact]
    public void Every_matching_filter_is_found_and_no_other()
    {
        foreach (var filter in (string[])["a/b", "a/+", "a/#", "#", "+/b", "+/+", "a/b/#", "a", "b/#", "a/b/c"])
        {
            Add(filter);
        }

        Match("a/b").Should().BeEquivalentTo("a/b", "a/+", "a/#", "#", "+/b", "+/+", "a/b/#");
    }

    [Fact]
    public void The_tree_finds_what_a_comparison_of_each_filter_would_find()
    {
        var level = Gen.Elements("a", "b", "", "$x", "é");
        var topics = Gen.Select(Gen.NonEmptyListOf(level), levels => string.Join('/', levels.Take(4))).Where(topic => topic.Length > 0);
        var filterLevel = Gen.Elements("a", "b", "", "$x", "é", "+", "#");
        var filters = Gen.Select(Gen.NonEmptyListOf(filterLevel), levels => Filter(levels.Take(4)));
        var several = Gen.NonEmptyListOf(filters.Where(filter => filter.Length > 0));
        var cases = several.SelectMany(kept => several.SelectMany(removed => topics.Select(topic => (kept, removed, topic))));

        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var (kept, removed, topic) = sample;
            var tree = new SubscriptionTree();
            var session = NewSession();
            var leaving = removed.Distinct().Except(kept).Select(filter => (filter, Add(tree, filter, session))).ToList();
            foreach (var filter in kept.Distinct())
            {
                Add(tree, filter, session);
            }

            leaving.ForEach(pair => tree.Remove(Utf8(pair.filter), pair.Item2, share: null).Should().BeTrue());

            var found = new List<Subscription>();
            tree.Match(Utf8(topic), found, []);
            return found.Select(s => s.Filter).Order().SequenceEqual(kept.Distinct().Where(f => TopicFilter.Matches(Utf8(f), Utf8(topic))).Order());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

        static string Filter(IEnumerable<string> levels) => string.Join('/', levels.TakeWhile(level => level != "#").Concat(levels.Contains("#") ? ["#"] : []));
    }

    [Fact]
    public void Removing_the_last_subscription_of_a_filter_leaves_no_trace()
    {
        var one = Add("a/b/c/d");
        var two = Add("a/b");

        _tree.Remove(Utf8("a/b/c/d"), one, share: null).Should().BeTrue();
        _tree.Remove(Utf8("a/b"), two, share: null).Should().BeTrue();

        _tree.Count.Should().Be(0);
        Match("a/b").Should().BeEmpty();
        Match("a/b/c/d").Should().BeEmpty();
        _tree.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Removing_one_of_many_on_the_same_filter_leaves_the_others()
    {
        var all = Enumerable.Range(0, 10).Select(_ => Add("a/#")).ToList();

        foreach (var index in (int[])[3, 9, 0, 5])
        {
            _tree.Remove(Utf8("a/#"), all[index], share: null).Should().BeTrue();
            _tree.Remove(Utf8("a/#"), all[index], share: null).Should().BeFalse("it is gone already");
        }

        var found = new List<Subscription>();
        _tree.Match(Utf8("a/x"), found, []);
        found.Should().BeEquivalentTo([all[1], all[2], all[4], all[6], all[7], all[8]]);
        _tree.Count.Should().Be(6);
    }

    [Fact]
    public void Subscribing_again_replaces_and_is_counted_once()
    {
        var session = NewSession();
        var first = Add(_tree, "a", session);
        var second = new Subscription { Session = session, Filter = "a", MaximumQos = QualityOfService.ExactlyOnce };

        _tree.Add(Utf8("a"), second, share: null, replaced: first);

        _tree.Count.Should().Be(1);
        var found = new List<Subscription>();
        _tree.Match(Utf8("a"), found, []);
        found.Should().ContainSingle().Which.Should().BeSameAs(second);
    }

    [Fact]
    public void Every_change_gives_a_new_generation()
    {
        var before = _tree.Generation;
        var subscription = Add("a");
        var between = _tree.Generation;
        _tree.Remove(Utf8("a"), subscription, share: null);

        new[] { before, between, _tree.Generation }.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_share_group_is_found_once_however_many_members_it_has()
    {
        var members = Enumerable.Range(0, 3).Select(_ => Share("g", "a/+")).ToList();
        Share("h", "a/+");

        MatchShared("a/b").Should().BeEquivalentTo("g", "h");
        _tree.Count.Should().Be(4);

        members.ForEach(member => _tree.Remove(Utf8("a/+"), member, "g").Should().BeTrue());
        MatchShared("a/b").Should().BeEquivalentTo("h");
        _tree.Remove(Utf8("a/+"), members[0], "g").Should().BeFalse();
    }

    [Fact]
    public void Sixty_five_thousand_levels_do_not_exhaust_the_stack()
    {
        var filter = new string('/', 65_535);
        var subscription = Add(filter);

        Match(filter).Should().ContainSingle();
        _tree.Remove(Utf8(filter), subscription, share: null).Should().BeTrue();
        _tree.IsEmpty.Should().BeTrue();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static Session NewSession() =>
        new(new SessionKey("", Guid.NewGuid().ToString()), new Broker.Identity.Principal.Open(""), new BrokerLimits(), new BrokerCounters(), NoJournal.Create());

    private static Subscription Add(SubscriptionTree tree, string filter, Session session)
    {
        var subscription = new Subscription { Session = session, Filter = filter, MaximumQos = QualityOfService.AtLeastOnce };
        tree.Add(Utf8(filter), subscription, share: null, replaced: null);
        return subscription;
    }

    private Subscription Add(string filter) => Add(_tree, filter, NewSession());

    private Subscription Share(string group, string filter)
    {
        var subscription = new Subscription { Session = NewSession(), Filter = $"$share/{group}/{filter}", MaximumQos = QualityOfService.AtLeastOnce };
        _tree.Add(Utf8(filter), subscription, group, replaced: null);
        return subscription;
    }

    private List<string> Match(string topic)
    {
        var found = new List<Subscription>();
        _tree.Match(Utf8(topic), found, []);
        return [.. found.Select(s => s.Filter)];
    }

    private List<string> MatchShared(string topic)
    {
        var found = new List<ShareGroup>();
        _tree.Match(Utf8(topic), [], found);
        return [.. found.Select(s => s.Name)];
    }
}
