namespace Acornima;

/// <summary>How a private name is declared.</summary>
[Flags]
internal enum PrivateForm : byte
{
    FieldOrMethod = 0,
    Getter = 1,
    Setter = 2,
    Static = 4,
}
