using System.Globalization;

namespace Busroot.Server.Pipeline.Replays;

/// <summary>How far a replay has come: it goes on after one frame and ends with another, so that frames that fail meanwhile are not chased.</summary>
/// <param name="After">Number of the last frame that has run.</param>
/// <param name="Through">Number of the last frame there was when the replay began.</param>
internal readonly record struct ReplayPosition(long After, long Through)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out ReplayPosition position)
    {
        var parts = text.Split('-');
        position = default;
        if (parts.Length != 2 || !TryParseNumber(parts[0], out var after) || !TryParseNumber(parts[1], out var through))
        {
            return false;
        }

        position = new ReplayPosition(after, through);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{After}-{Through}");

    private static bool TryParseNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
