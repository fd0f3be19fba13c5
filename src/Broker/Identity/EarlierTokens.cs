using System.Collections.Immutable;

namespace Busroot.Broker.Identity;

/// <summary>What a new token does to the tokens made before it.</summary>
public enum EarlierTokens
{
    /// <summary>They stop working at once, and connections that may have used them end.</summary>
    Revoke,

    /// <summary>They go on working, up to <see cref="DeviceRecord.MaximumTokens"/> in all; the oldest beyond that are revoked.</summary>
    Keep,
}

/// <summary>What the two choices mean for a list of tokens.</summary>
internal static class EarlierTokensChoice
{
    /// <summary>The tokens an owner has once <paramref name="added"/> is made; oldest first.</summary>
    public static ImmutableArray<TokenHash> Join(this EarlierTokens earlier, ImmutableArray<TokenHash> present, TokenHash added) =>
        earlier == EarlierTokens.Revoke ? [added] : [.. present.TakeLast(DeviceRecord.MaximumTokens - 1), added];
}
