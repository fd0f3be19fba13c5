using Acornima;

namespace Busroot.JavaScript.Tests.Tokenizing;

public class TokenizerTests
{
    [Theory]
    [InlineData("a+b", "0 1 2 3")]
    [InlineData("get /* c */ [x]", "0 12 13 14 15")]
    [InlineData("a / b / c", "0 2 4 6 8 9")]
    [InlineData("= /b/g", "0 2 6")]
    [InlineData("`a${b}c` d", "0 4 5 9 10")]
    [InlineData("`${{}}`", "0 3 4 5 7")]
    [InlineData("", "0")]
    public void Tokens_start_where_they_start(string text, string starts)
    {
        var tokenizer = new Tokenizer(text);

        string.Join(' ', Starts(tokenizer, text.Length)).Should().Be(starts);
    }

    [Fact]
    public void A_part_of_a_text_can_be_cut_after_another()
    {
        var tokenizer = new Tokenizer("x");

        tokenizer.Reset("a b c d", 2, 3);

        Starts(tokenizer, 5).Should().Equal(2, 4, 5);
    }

    [Fact]
    public void An_unknown_character_is_a_parse_error()
    {
        var tokenizer = new Tokenizer("a \u0000");
        tokenizer.Next();

        tokenizer.Invoking(t => t.Next()).Should().Throw<SyntaxErrorException>().Which.Column.Should().Be(2);
    }

    [Fact]
    public void A_regular_expression_is_never_adapted_but_always_checked()
    {
        Tokenizer.AdaptRegExp("a+", "g").Success.Should().BeFalse();
        ((Action)(() => Tokenizer.AdaptRegExp("(", "g"))).Should().Throw<SyntaxErrorException>();
        Tokenizer.ValidateRegExp("a", "gg", out var error).Should().BeFalse();
        error!.Description.Should().Be("Invalid regular expression flags");
    }

    private static IEnumerable<int> Starts(Tokenizer tokenizer, int end)
    {
        do
        {
            tokenizer.Next();
            yield return tokenizer.Current.Start;
        }
        while (tokenizer.Current.Start < end);
    }
}
