using Acornima.RegularExpressions;

namespace Busroot.JavaScript.Tests.RegularExpressions;

public class HostilePatternTests
{
    private const string Alphabet = "\\\\\\(((?<>:=!-imsku)))[[^]]{{1,2}}&&||*+?.$09abcdpqxPQ/_\n\u2028\ud83d\ude00\u0301";
    private static readonly string[] Flags = ["", "u", "v", "i"];

    [Fact]
    public void Any_text_gets_a_verdict_with_a_place_inside_the_pattern()
    {
        var random = new Random(1852);
        for (var round = 0; round < 100_000; round++)
        {
            var pattern = string.Create(random.Next(24), random, Fill);
            var isAccepted = RegExpSyntax.TryValidate(pattern, Flags[round % Flags.Length], out var index, out var error);

            (isAccepted ? index == -1 && error is null : index >= 0 && index <= pattern.Length && error is not null)
                .Should().BeTrue("/{0}/{1} gives {2} at {3}", pattern, Flags[round % Flags.Length], error, index);
        }
    }

    [Theory]
    [InlineData(@"(?<name>[a-z]{1,3})\k<name>|\p{Lu}", "u")]
    [InlineData(@"[\p{L}--[a-z]&&\q{ab|c}]", "v")]
    [InlineData(@"(?=a)\c[\cA-\cZ]\x41\u{61}", "")]
    public void Every_beginning_of_a_pattern_gets_a_verdict(string pattern, string flags)
    {
        for (var length = 0; length <= pattern.Length; length++)
        {
            var verdict = () => RegExpSyntax.TryValidate(pattern.AsSpan(0, length), flags, out _, out _);

            verdict.Should().NotThrow();
        }
    }

    private static void Fill(Span<char> text, Random random)
    {
        foreach (ref var c in text)
        {
            c = random.Next(20) == 0 ? (char)random.Next(char.MaxValue + 1) : Alphabet[random.Next(Alphabet.Length)];
        }
    }
}
