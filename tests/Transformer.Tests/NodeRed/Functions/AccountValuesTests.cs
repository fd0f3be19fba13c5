using Busroot.Transformer.NodeRed.Functions;

namespace Busroot.Transformer.Tests.NodeRed.Functions;

public class AccountValuesTests
{
    private readonly AccountValues _live = new();
    private readonly AccountValues _above;

    public AccountValuesTests() => _above = new AccountValues(_live);

    [Fact]
    public void What_is_beneath_is_seen_as_it_is_at_the_time()
    {
        _live.Set("acme", "a", "1");
        _above.Get("acme", "a").Should().Be("1");

        _live.Set("acme", "a", "2");
        _live.Set("acme", "b", "3");

        _above.Get("acme", "a").Should().Be("2");
        _above.Keys("acme").Should().Equal("a", "b");
        _above.Keys("other").Should().BeEmpty();
    }

    [Fact]
    public void What_is_kept_or_forgotten_above_is_not_seen_beneath()
    {
        _live.Set("acme", "a", "1");
        _live.Set("acme", "b", "2");

        _above.Set("acme", "a", "5");
        _above.Set("acme", "b", null);
        _above.Set("acme", "c", "6");

        _above.Keys("acme").Should().Equal("a", "c");
        _above.Get("acme", "a").Should().Be("5");
        _above.Get("acme", "b").Should().BeNull();
        _live.Keys("acme").Should().Equal("a", "b");
        _live.Get("acme", "a").Should().Be("1");
        _live.Get("acme", "c").Should().BeNull();
    }

    [Fact]
    public void What_is_forgotten_takes_no_room()
    {
        var large = new string('x', AccountValues.MostCharacters - 1);
        _live.Set("acme", "a", large);
        _live.Set("acme", "a", null);

        _live.Set("acme", "b", large);

        _live.Keys("acme").Should().Equal("b");
        _live.Invoking(values => values.Set("acme", "a", "1")).Should().Throw<ArgumentException>();
    }
}
