namespace Acornima.RegularExpressions;

/// <summary>How large a pattern may grow before it is refused; the grammar itself knows no bounds.</summary>
internal static class PatternLimits
{
    /// <summary>Groups open at once. Checked without recursion here; the bound protects engines that compile by recursion.</summary>
    public const int OpenGroups = 1_000;

    /// <summary>Classes within classes (<c>v</c> only). These are checked by recursion, at about 200 bytes of stack each.</summary>
    public const int NestedClasses = 200;

    /// <summary>Capturing groups in a pattern, named or not. The same as V8's: two registers a group out of 65,535.</summary>
    public const int Captures = 32_767;
}
