using System.Security.Cryptography;
using System.Text;
using Busroot.Broker.Identity;

namespace Busroot.Broker.Tests.Identity;

public class AccessTokenTests
{
    [Fact]
    public void A_token_is_43_characters_that_need_no_quoting_anywhere()
    {
        var tokens = Enumerable.Range(0, 200).Select(_ => AccessToken.Create(TimeProvider.System).Reveal()).ToList();

        tokens.Should().OnlyHaveUniqueItems().And.OnlyContain(token => token.Length == AccessToken.Length);
        tokens.Should().OnlyContain(token => token.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_'));
    }

    [Fact]
    public void Only_the_hash_and_the_ending_are_kept()
    {
        var token = AccessToken.Create(TimeProvider.System);

        token.Hash.Sha256.Should().Equal(SHA256.HashData(Encoding.UTF8.GetBytes(token.Reveal())));
        token.Hash.Ending.Should().Be(token.Reveal()[^4..]);
        token.Hash.ToString().Should().NotContain(token.Reveal());
        token.ToString().Should().NotContain(token.Reveal());
    }

    [Fact]
    public void A_hash_matches_itself_and_nothing_else()
    {
        var token = AccessToken.Create(TimeProvider.System).Hash;
        var near = token.Sha256.ToArray();
        near[31] ^= 1;

        token.Matches(token.Sha256.AsSpan()).Should().BeTrue();
        token.Matches(near).Should().BeFalse();
        token.Matches([]).Should().BeFalse();
    }
}
