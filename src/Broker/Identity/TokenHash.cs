using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Busroot.Broker.Identity;

/// <summary>What is stored of an access token: enough to recognise it, not enough to use it.</summary>
/// <param name="Id">Names the token among those of its owner: the first 8 hexadecimal digits of its hash.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Ending">Its last four characters, so that a person can tell which token sits in which device.</param>
/// <param name="Sha256">SHA-256 of the token's UTF-8 text, 32 bytes.</param>
public sealed record TokenHash(string Id, DateTimeOffset Created, string Ending, ImmutableArray<byte> Sha256)
{
    /// <summary>Hashes a token's text.</summary>
    /// <param name="text">The whole secret; only its last four characters stay readable.</param>
    /// <param name="created">Kept as it is.</param>
    public static TokenHash Of(string text, DateTimeOffset created) =>
        Stored(SHA256.HashData(Encoding.UTF8.GetBytes(text)), text[^Math.Min(4, text.Length)..], created);

    /// <summary>Rebuilds what <see cref="Of"/> gave, from what a store kept of it.</summary>
    /// <param name="sha256">32 bytes.</param>
    /// <param name="ending">The last four characters.</param>
    /// <param name="created">When the token was made.</param>
    public static TokenHash Stored(ReadOnlySpan<byte> sha256, string ending, DateTimeOffset created) =>
        new(Convert.ToHexStringLower(sha256[..4]), created, ending, [.. sha256]);

    /// <summary>Tells whether this is the hash <paramref name="sha256"/>, in a time that does not depend on where they differ.</summary>
    /// <param name="sha256">SHA-256 of what a client presented, 32 bytes.</param>
    public bool Matches(ReadOnlySpan<byte> sha256) => CryptographicOperations.FixedTimeEquals(Sha256.AsSpan(), sha256);
}
