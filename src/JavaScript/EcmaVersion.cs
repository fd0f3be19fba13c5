namespace Acornima;

/// <summary>The edition of ECMA-262 a program is written in.</summary>
public enum EcmaVersion
{
    /// <summary>Not set.</summary>
    Unknown = 0,

    /// <summary>ECMA-262, 3rd edition.</summary>
    ES3 = 3,

    /// <summary>ECMA-262, 5th edition.</summary>
    ES5 = 5,

    /// <summary>ECMA-262, edition 6.</summary>
    ES6 = 6,

    /// <summary>ECMA-262, 2015 edition.</summary>
    ES2015 = ES6,

    /// <summary>ECMA-262, edition 7.</summary>
    ES7 = 7,

    /// <summary>ECMA-262, 2016 edition.</summary>
    ES2016 = ES7,

    /// <summary>ECMA-262, edition 8.</summary>
    ES8 = 8,

    /// <summary>ECMA-262, 2017 edition.</summary>
    ES2017 = ES8,

    /// <summary>ECMA-262, edition 9.</summary>
    ES9 = 9,

    /// <summary>ECMA-262, 2018 edition.</summary>
    ES2018 = ES9,

    /// <summary>ECMA-262, edition 10.</summary>
    ES10 = 10,

    /// <summary>ECMA-262, 2019 edition.</summary>
    ES2019 = ES10,

    /// <summary>ECMA-262, edition 11.</summary>
    ES11 = 11,

    /// <summary>ECMA-262, 2020 edition.</summary>
    ES2020 = ES11,

    /// <summary>ECMA-262, edition 12.</summary>
    ES12 = 12,

    /// <summary>ECMA-262, 2021 edition.</summary>
    ES2021 = ES12,

    /// <summary>ECMA-262, edition 13.</summary>
    ES13 = 13,

    /// <summary>ECMA-262, 2022 edition.</summary>
    ES2022 = ES13,

    /// <summary>ECMA-262, edition 14.</summary>
    ES14 = 14,

    /// <summary>ECMA-262, 2023 edition.</summary>
    ES2023 = ES14,

    /// <summary>ECMA-262, edition 15.</summary>
    ES15 = 15,

    /// <summary>ECMA-262, 2024 edition.</summary>
    ES2024 = ES15,

    /// <summary>ECMA-262, edition 16.</summary>
    ES16 = 16,

    /// <summary>ECMA-262, 2025 edition.</summary>
    ES2025 = ES16,

    /// <summary>ECMA-262, edition 17.</summary>
    ES17 = 17,

    /// <summary>ECMA-262, 2026 edition.</summary>
    ES2026 = ES17,

    /// <summary>The newest edition known here.</summary>
    Latest = ES17,
}
