using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Busroot.Broker.Identity;

/// <summary>Names a device as <c>account/device</c>; also its MQTT user name and the tail of its topics.</summary>
/// <remarks>
/// Each part is 1 to 64 characters out of ASCII letters, digits and <c>_ - . :</c>, so an id holds no wildcard, no further level and no
/// character that means something in a topic filter. Compared byte for byte: <c>Acme/p1</c> and <c>acme/p1</c> are two devices.
/// The default value is the empty id, which no parse ever gives.
/// </remarks>
public readonly record struct DeviceId
{
    /// <summary>Longest account or device part, in characters; all are ASCII, so also in bytes.</summary>
    public const int MaximumPartLength = 64;

    /// <summary>Longest id, in bytes: two parts and the slash.</summary>
    public const int MaximumLength = (2 * MaximumPartLength) + 1;

    private const string Allowed = "letters, digits and the characters _ - . :";

    private static readonly SearchValues<char> PartCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:");

    // Levels of our own topics: an account of that name could not be told from the raw topic or from a station topic.
    private static readonly string[] ReservedAccounts = ["dau", "signals"];

    private readonly string? _text;

    private DeviceId(string text) => _text = text;

    /// <summary>The part before the slash.</summary>
    public ReadOnlySpan<char> Account => ToString().AsSpan(0, Math.Max(0, ToString().IndexOf('/', StringComparison.Ordinal)));

    /// <summary>The part after the slash.</summary>
    public ReadOnlySpan<char> Device => ToString().AsSpan(ToString().IndexOf('/', StringComparison.Ordinal) + 1);

    /// <summary>Reads an id that is expected to be right.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is no Device ID; the message says what is wrong and what is allowed.</exception>
    public static DeviceId Parse(string text) =>
        TryParse(text, out var id, out var problem) ? id : throw new FormatException(problem);

    /// <summary>Reads an id as a person or a client wrote it.</summary>
    /// <param name="text">What to read; nothing is trimmed or changed in case.</param>
    /// <param name="id">The id; empty when refused.</param>
    /// <param name="problem">One sentence that names the bad part and says what is allowed; null when accepted.</param>
    /// <returns><see langword="false"/> when <paramref name="text"/> is no Device ID.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out DeviceId id, [NotNullWhen(false)] out string? problem)
    {
        id = default;
        problem = Problem(text);
        if (problem is not null)
        {
            return false;
        }

        id = new DeviceId(text!);
        return true;
    }

    /// <summary>Judges one account name.</summary>
    /// <returns>One sentence that says what is wrong, or null when the name is allowed.</returns>
    public static string? AccountProblem(string? account)
    {
        var problem = PartProblem("account", account);
        return problem is null && ReservedAccounts.Contains(account, StringComparer.Ordinal)
            ? $"The account name '{account}' is reserved because Busroot topics use it as a level; choose another."
            : problem;
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    internal static string? PartProblem(string part, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return $"The {part} part is empty; it is 1 to {MaximumPartLength} {Allowed}.";
        }

        if (value.Length > MaximumPartLength)
        {
            return $"The {part} part is {value.Length} characters long; at most {MaximumPartLength} are allowed.";
        }

        var bad = value.AsSpan().IndexOfAnyExcept(PartCharacters);
        return bad < 0 ? null : $"The {part} part has {Show(value[bad])} at position {bad + 1}; allowed are {Allowed}.";
    }

    private static string? Problem(string? text)
    {
        var parts = text?.Split('/') ?? [];
        return parts.Length == 2
            ? AccountProblem(parts[0]) ?? PartProblem("device", parts[1])
            : "A Device ID is an account and a device with one slash between them, for example acme/press-1.";
    }

    private static string Show(char c) => c is > ' ' and < '\x7f' ? $"'{c}'" : c == ' ' ? "a space" : $"U+{(int)c:X4}";
}
