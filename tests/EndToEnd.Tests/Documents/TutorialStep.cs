using System.Text.RegularExpressions;

namespace Busroot.EndToEnd.Tests.Documents;

/// <summary>A shell block of the tutorial.</summary>
/// <param name="Commands">Its lines.</param>
/// <param name="Stays">Whether its last line goes on until it is ended: the block is headed <c>sh stays</c>.</param>
/// <param name="Shown">
/// The lines the page shows below it. They come, in this order, from the block itself or from one that stays; <c>…</c> stands for anything.
/// </param>
internal sealed record TutorialStep(string Commands, bool Stays, IReadOnlyList<string> Shown)
{
    /// <summary>Tells whether the shown lines are among those that were printed, in their order.</summary>
    public bool IsShownBy(IEnumerable<string> printed)
    {
        var left = new Queue<string>(Shown);
        foreach (var line in printed)
        {
            if (left.Count > 0 && Regex.IsMatch(line.TrimEnd(), $"^{Regex.Escape(left.Peek()).Replace("…", ".*", StringComparison.Ordinal)}$"))
            {
                left.Dequeue();
            }
        }

        return left.Count == 0;
    }
}
