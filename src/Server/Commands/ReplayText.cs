using System.CommandLine;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary>Follows a replay to its end and says what came of it.</summary>
internal static class ReplayText
{
    /// <summary>Asks until nothing is left; how far it has come goes to the error output, some seconds apart.</summary>
    /// <param name="parsed">Has the outputs.</param>
    /// <param name="replay">One request, with where to go on.</param>
    public static async Task<ReplayView> FollowAsync(ParseResult parsed, Func<string?, Task<ReplayView>> replay)
    {
        var result = await replay(null);
        while (result.Next is { } next)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"so far: {Sum(result)}");
            result += await replay(next);
        }

        return result;
    }

    public static void Print(ParseResult parsed, ReplayView result, bool json)
    {
        if (json)
        {
            parsed.WriteJson(result);
            return;
        }

        parsed.WriteLine(result is { Produced: 0, Ignored: 0, Failed: 0, Unmapped: 0 } ? "Nothing to run again." : Sum(result) + ".");
        if (result.Failed > 0)
        {
            parsed.WriteLine("'busroot quarantine list' says why they failed.");
        }

        if (result.Unmapped > 0)
        {
            parsed.WriteLine("Frames without a rule stay as they were. Assign one with 'busroot devices set ID --rule RULE', then run this again.");
        }
    }

    private static string Sum(ReplayView result) =>
        $"{result.Produced} gave signals, {result.Ignored} had nothing to say, {result.Failed} failed{(result.Unmapped > 0 ? $", {result.Unmapped} without a rule" : "")}";
}
