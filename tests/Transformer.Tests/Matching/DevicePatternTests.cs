using Busroot.Transformer.Matching;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Transformer.Tests.Matching;

public class DevicePatternTests
{
    [Theory]
    [InlineData("acme/press-1", "acme/press-1", true)]
    [InlineData("acme/press-1", "acme/press-10", false)]
    [InlineData("acme/press-1", "Acme/press-1", false)]
    [InlineData("*/opta-*", "acme/opta-", true)]
    [InlineData("*/opta-*", "acme/opta-7:b", true)]
    [InlineData("*/opta-*", "acme/my-opta-7", false)]
    [InlineData("acme/*", "acme/x", true)]
    [InlineData("acme/*", "acme2/x", false)]
    [InlineData("*/*a*b*", "acme/xxaxxbxx", true)]
    [InlineData("*/*a*b*", "acme/xxbxxaxx", false)]
    [InlineData("*/a*a", "acme/a", false)]
    [InlineData("*/a*a", "acme/aa", true)]
    public void A_star_stands_for_any_characters_within_its_part(string pattern, string deviceId, bool matches) =>
        Parse(pattern).Matches(deviceId).Should().Be(matches);

    [Theory]
    [InlineData("acme")]
    [InlineData("")]
    [InlineData("/press-1")]
    [InlineData("acme/")]
    [InlineData("acme/press/1")]
    [InlineData("acme/press 1")]
    [InlineData("acme/+")]
    [InlineData("acme/préss")]
    [InlineData("dau/press-1")]
    [InlineData("signals/press-1")]
    public void What_can_match_no_device_is_no_pattern(string text)
    {
        DevicePattern.TryParse(text, out _, out var error).Should().BeFalse();
        error.Should().Contain($"\"{text}\"");
    }

    [Theory]
    [InlineData("acme/press-1", "acme/press-*")] // more literals
    [InlineData("acme/*", "*/*")]
    [InlineData("acme/press-1", "acme/press-1*")] // as many literals, fewer stars
    [InlineData("*/opta-*", "*/opta*")]
    public void The_pattern_with_more_literals_then_fewer_stars_is_more_specific(string specific, string general)
    {
        Parse(specific).CompareRank(Parse(general)).Should().BeNegative();
        Parse(general).CompareRank(Parse(specific)).Should().BePositive();
    }

    [Theory]
    [InlineData("*/a*", "*/*b", true)]
    [InlineData("*/a*", "*/b*", false)]
    [InlineData("a*/x", "*b/x", true)]
    [InlineData("a*/x", "*b/y", false)]
    [InlineData("*/ab*", "*/*ba", true)]
    [InlineData("*/ab", "*/*ba", false)]
    public void Two_patterns_overlap_when_some_device_fits_both(string one, string other, bool overlap)
    {
        Parse(one).Overlaps(Parse(other)).Should().Be(overlap);
        Parse(other).Overlaps(Parse(one)).Should().Be(overlap);
    }

    [Fact]
    public void Patterns_that_match_the_same_device_overlap()
    {
        var names = Gen.Elements('a', 'b').NonEmptyListOf().Select(letters => new string([.. letters.Take(5)])).ToArbitrary();
        var patterns = Gen.Elements('a', 'b', '*').NonEmptyListOf().Select(letters => new string([.. letters.Take(5)])).ToArbitrary();
        Prop.ForAll(patterns, patterns, names, (one, other, name) =>
        {
            var (a, b) = (Parse("x/" + one), Parse("x/" + other));
            return !a.Matches("x/" + name) || !b.Matches("x/" + name) || (a.Overlaps(b) && b.Overlaps(a));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Patterns_that_overlap_have_a_device_in_common()
    {
        var names = Words(['a', 'b'], 6).Select(word => "x/" + word).ToArray();
        var patterns = Words(['a', 'b', '*'], 3).Select(word => Parse("x/" + word)).ToArray();
        foreach (var one in patterns)
        {
            foreach (var other in patterns)
            {
                one.Overlaps(other).Should().Be(names.Any(name => one.Matches(name) && other.Matches(name)), $"{one.Text} and {other.Text}");
            }
        }
    }

    private static IEnumerable<string> Words(char[] letters, int longest)
    {
        IEnumerable<string> words = [""];
        for (var length = 1; length <= longest; length++)
        {
            words = [.. words, .. words.Where(word => word.Length == length - 1).SelectMany(word => letters.Select(letter => word + letter))];
        }

        return words.Where(word => word.Length > 0);
    }

    private static DevicePattern Parse(string text)
    {
        DevicePattern.TryParse(text, out var pattern, out var error).Should().BeTrue(error);
        return pattern;
    }
}
