namespace Busroot.EndToEnd.Tests;

/// <summary>How long anything is waited for. Nobody waits it out unless something is broken.</summary>
internal static class Deadline
{
    /// <summary>Long enough for a busy machine that runs other tests beside.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks again and again, for what nobody announces.</summary>
    /// <param name="ask">Gives null while it is not so yet.</param>
    /// <param name="what">Ends the sentence "Waited in vain for ...".</param>
    public static async Task<T> PollAsync<T>(Func<Task<T?>> ask, string what)
        where T : class
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Length)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        throw new TimeoutException($"Waited in vain for {what}.");
    }
}
