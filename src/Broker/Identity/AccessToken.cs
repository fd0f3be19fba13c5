using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Busroot.Broker.Identity;

/// <summary>A new secret, in the only moment at which its text is known.</summary>
/// <remarks>
/// 256 random bits, so one SHA-256 is enough to store it: there is no smaller set of likely values that a slow hash would have to protect.
/// <see cref="ToString"/> hides the text, so a token cannot reach a log by being formatted.
/// </remarks>
[DebuggerDisplay("access token")]
public sealed class AccessToken
{
    /// <summary>Random bytes in a token.</summary>
    public const int Bytes = 32;

    /// <summary>Characters of <see cref="Reveal"/>: unpadded URL-safe base64 of <see cref="Bytes"/>.</summary>
    public const int Length = 43;

    private readonly string _text;

    private AccessToken(string text, TokenHash hash)
    {
        _text = text;
        Hash = hash;
    }

    /// <summary>What is kept of the token.</summary>
    public TokenHash Hash { get; }

    /// <summary>Makes a token from the operating system's random generator.</summary>
    public static AccessToken Create(TimeProvider time)
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        return new AccessToken(text, TokenHash.Of(text, time.GetUtcNow()));
    }

    /// <summary>The text its owner needs; show it once and keep it nowhere.</summary>
    public string Reveal() => _text;

    /// <inheritdoc/>
    public override string ToString() => "(access token)";
}
