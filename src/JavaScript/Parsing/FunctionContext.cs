namespace Acornima;

/// <summary>The part of the parser's state that a function replaces and gives back.</summary>
/// <param name="Flags">What the function allows.</param>
/// <param name="Strict">Whether strict mode applies.</param>
/// <param name="Labels">The labels it hides.</param>
/// <param name="Uses">Where <c>yield</c> and <c>await</c> were met.</param>
internal readonly record struct FunctionContext(FunctionFlags Flags, bool Strict, (int Base, int Loops, int Switches) Labels, SuspensionUses Uses);
