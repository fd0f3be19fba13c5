namespace Acornima;

/// <summary>How a name is declared in one scope.</summary>
[Flags]
internal enum Bindings : byte
{
    None = 0,
    Var = 1,
    Lexical = 2,
    Function = 4,

    // A plain function of sloppy code, which Annex B lets a block declare twice.
    SloppyFunction = 8,

    // The parameter of catch (name), which Annex B lets var declare again.
    CatchParameter = 16,
}
