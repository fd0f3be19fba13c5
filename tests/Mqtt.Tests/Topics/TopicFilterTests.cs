using System.Text;
using Busroot.Mqtt.Topics;

namespace Busroot.Mqtt.Tests.Topics;

public class TopicFilterTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("#", true)]
    [InlineData("+", true)]
    [InlineData("+/+", true)]
    [InlineData("/", true)]
    [InlineData("a/#", true)]
    [InlineData("+/a/#", true)]
    [InlineData("a//b", true)]
    [InlineData("$SYS/#", true)]
    [InlineData("$share", true)] // no slash: an ordinary filter
    [InlineData("$shared/g/a", true)]
    [InlineData("$share/g/a", true)]
    [InlineData("$share/g/#", true)]
    [InlineData("$share/g//", true)]
    [InlineData("", false)]
    [InlineData("a#", false)]
    [InlineData("#/a", false)]
    [InlineData("a/#/b", false)]
    [InlineData("##", false)]
    [InlineData("a+", false)]
    [InlineData("+a/b", false)]
    [InlineData("++", false)]
    [InlineData("a\0", false)]
    [InlineData("$share/", false)]
    [InlineData("$share/g", false)]
    [InlineData("$share/g/", false)]
    [InlineData("$share//a", false)]
    [InlineData("$share/+/a", false)]
    [InlineData("$share/g#/a", false)]
    [InlineData("$share/g/a#", false)]
    public void Wildcards_stand_alone_and_a_hash_comes_last(string filter, bool valid)
    {
        TopicFilter.IsValid(filter).Should().Be(valid);
        TopicFilter.IsValid(Encoding.UTF8.GetBytes(filter)).Should().Be(valid);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_filter() => TopicFilter.IsValid("a/\uD83D").Should().BeFalse();

    [Fact]
    public void The_longest_filter_is_65_535_bytes()
    {
        TopicFilter.IsValid(new string('/', 65_535)).Should().BeTrue();
        TopicFilter.IsValid(new string('/', 65_536)).Should().BeFalse();
        TopicFilter.IsValid(new string('\u20AC', 21_846)).Should().BeFalse(); // 65,538 bytes as UTF-8
    }

    [Theory]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a/B", false)] // case counts
    [InlineData("a", "a/", false)]
    [InlineData("/a", "a", false)]
    [InlineData("+", "a", true)]
    [InlineData("+", "a/b", false)]
    [InlineData("+", "/a", false)]
    [InlineData("+/+", "/a", true)]
    [InlineData("/+", "/a", true)]
    [InlineData("a/+", "a/", true)] // an empty level is a level
    [InlineData("a/+", "a", false)]
    [InlineData("a/+/c", "a//c", true)]
    [InlineData("#", "a", true)]
    [InlineData("#", "/", true)]
    [InlineData("#", "a/b/c", true)]
    [InlineData("a/#", "a", true)] // the parent too
    [InlineData("a/#", "a/", true)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("a/#", "ab", false)]
    [InlineData("a/+/#", "a/b", true)]
    [InlineData("a/+/#", "a", false)]
    [InlineData("+/b/#", "a/b/c/d", true)]
    [InlineData("#", "$SYS/x", false)] // [MQTT-4.7.2-1]
    [InlineData("+/x", "$SYS/x", false)]
    [InlineData("$SYS/#", "$SYS/x", true)]
    [InlineData("$SYS/+", "$SYS/x", true)]
    [InlineData("a/+", "a/$b", true)] // only the first level is special
    [InlineData("a/b/c", "a/b", false)]
    [InlineData("a/b", "a/b/c", false)]
    [InlineData("\u00E9/+", "\u00E9/x", true)]
    public void Matching_follows_the_levels(string filter, string topic, bool matches)
    {
        TopicFilter.Matches(filter, topic).Should().Be(matches);
        TopicFilter.Matches(Encoding.UTF8.GetBytes(filter), Encoding.UTF8.GetBytes(topic)).Should().Be(matches);
    }

    [Fact]
    public void A_topic_of_nothing_but_levels_is_matched_without_recursion()
    {
        var topic = new string('/', 65_535);

        TopicFilter.Matches(topic, topic).Should().BeTrue();
        TopicFilter.Matches("/+/#", topic).Should().BeTrue();
    }

    [Theory]
    [InlineData("$share/g/a/b", "g", "a/b")]
    [InlineData("$share/line 1/#", "line 1", "#")]
    [InlineData("$share/g//", "g", "/")]
    public void A_shared_subscription_is_taken_apart(string shared, string group, string filter)
    {
        TopicFilter.TryParseShared(shared, out var foundGroup, out var foundFilter).Should().BeTrue();
        foundGroup.ToString().Should().Be(group);
        foundFilter.ToString().Should().Be(filter);

        TopicFilter.TryParseShared(Encoding.UTF8.GetBytes(shared), out var groupBytes, out var filterBytes).Should().BeTrue();
        Encoding.UTF8.GetString(groupBytes).Should().Be(group);
        Encoding.UTF8.GetString(filterBytes).Should().Be(filter);
    }

    [Theory]
    [InlineData("a/b", false)]
    [InlineData("$share", false)]
    [InlineData("$share/g", true)]
    [InlineData("$share//a", true)]
    public void What_is_not_shared_is_told_from_what_is_shared_badly(string filter, bool tries)
    {
        TopicFilter.TryParseShared(filter, out _, out _).Should().BeFalse();
        TopicFilter.IsShared(filter).Should().Be(tries);
    }
}
